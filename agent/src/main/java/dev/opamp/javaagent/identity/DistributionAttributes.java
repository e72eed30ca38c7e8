package dev.opamp.javaagent.identity;

import dev.opamp.javaagent.log.AgentLogger;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** {@code telemetry.sdk.*} of the bundled SDK and {@code telemetry.distro.*} of this agent. */
final class DistributionAttributes implements AttributeSource {

  private static final AgentLogger LOG = AgentLogger.get(DistributionAttributes.class);
  private static final String SDK_VERSION_FILE = "io/opentelemetry/sdk/common/version.properties";

  private final String agentVersion;

  DistributionAttributes(String agentVersion) {
    this.agentVersion = agentVersion;
  }

  @Override
  public void addTo(Map<String, Object> attributes, HostEnvironment host) {
    attributes.put("telemetry.sdk.language", "java");
    attributes.put("telemetry.sdk.name", "opentelemetry");
    String sdkVersion = sdkVersion();
    if (sdkVersion != null) {
      attributes.put("telemetry.sdk.version", sdkVersion);
    }
    attributes.put("telemetry.distro.name", "opamp-javaagent");
    attributes.put("telemetry.distro.version", agentVersion);
  }

  /** Read from the SDK's resources, so that no SDK class is loaded this early. */
  private static @Nullable String sdkVersion() {
    ClassLoader loader = DistributionAttributes.class.getClassLoader();
    try (InputStream in = loader == null ? null : loader.getResourceAsStream(SDK_VERSION_FILE)) {
      if (in == null) {
        return null;
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("sdk.version");
    } catch (IOException | IllegalArgumentException e) {
      LOG.debug("version of the bundled SDK not readable: " + SDK_VERSION_FILE);
      return null;
    }
  }
}
