package dev.opamp.javaagent.identity;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The Resource of the host application, found without OpenTelemetry classes and without the
 * network.
 *
 * <p>Two looks: {@link #immediate} reads memory only and never waits; {@link #complete} reads files
 * as well, which can be slow, and repeats the values of the first look. Values are String, Long,
 * Boolean, Double or List. What the user says wins over what is detected.
 */
public final class ResourceDetection {

  private final HostEnvironment host;
  private final List<AttributeSource> immediate;
  private final List<AttributeSource> late;
  private final Map<String, Object> ofUser;
  private final String randomInstanceId = UUID.randomUUID().toString();

  /**
   * @param host where to look
   * @param agentVersion {@code Implementation-Version} of the agent's jar
   */
  public ResourceDetection(HostEnvironment host, String agentVersion) {
    this(
        host,
        agentVersion,
        Arrays.asList(
            new ProcessAttributes(),
            new HostAttributes(),
            new ContainerAttributes(),
            new KubernetesAttributes()));
  }

  ResourceDetection(HostEnvironment host, String agentVersion, List<AttributeSource> late) {
    this.host = host;
    this.immediate =
        Arrays.asList(new DistributionAttributes(agentVersion), new RuntimeAttributes());
    this.late = late;
    // Read once, so that what is wrong in it is said once.
    this.ofUser = userAttributes(host);
  }

  /** Returns what is known at once: the identifying attributes are final. */
  public Map<String, Object> immediate() {
    return detect(Collections.emptyList());
  }

  /** Returns everything; may wait for files. To be called on a background thread. */
  public Map<String, Object> complete() {
    return detect(late);
  }

  private Map<String, Object> detect(List<AttributeSource> more) {
    Map<String, Object> attributes = new TreeMap<>();
    attributes.put("service.name", "unknown_service:java");
    attributes.put("service.instance.id", randomInstanceId);
    for (AttributeSource source : immediate) {
      source.addTo(attributes, host);
    }
    for (AttributeSource source : more) {
      source.addTo(attributes, host);
    }
    attributes.putAll(ofUser);
    return Collections.unmodifiableMap(attributes);
  }

  private static Map<String, Object> userAttributes(HostEnvironment host) {
    Map<String, Object> ofUser = new TreeMap<>();
    new UserAttributes().addTo(ofUser, host);
    // An empty identifying attribute means the same as none (semantic conventions, service).
    for (String key : Arrays.asList("service.name", "service.instance.id", "service.namespace")) {
      ofUser.remove(key, "");
    }
    return ofUser;
  }
}
