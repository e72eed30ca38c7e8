package dev.opamp.javaagent.telemetry.attach;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Decides whether the agent gives an SDK to the OpenTelemetry API of a class loader. */
public final class AttachRules {

  private static final String[] API_ARTIFACTS = {
    "io/opentelemetry/api", "io/opentelemetry/context", "io/opentelemetry/common"
  };

  private final ApiVersion bundledSdk;
  private final BooleanSupplier upstreamAgentPresent;

  /**
   * @param bundledSdk the version of the SDK in the agent's jar
   * @param upstreamAgentPresent whether the OpenTelemetry javaagent runs in this JVM
   */
  public AttachRules(ApiVersion bundledSdk, BooleanSupplier upstreamAgentPresent) {
    this.bundledSdk = bundledSdk;
    this.upstreamAgentPresent = upstreamAgentPresent;
  }

  /**
   * Returns who else gives that loader an SDK, which the agent then controls instead of giving one;
   * null when nobody does. Loads no class of the loader.
   */
  @Nullable String otherProvider(ClassLoader apiLoader) {
    if (upstreamAgentPresent.getAsBoolean()) {
      return "the OpenTelemetry javaagent";
    }
    return apiLoader.getResource("io/opentelemetry/sdk/OpenTelemetrySdk.class") == null
        ? null
        : "the application";
  }

  /** Returns why that loader gets no SDK, or null when it does. Loads no class of the loader. */
  @Nullable String refusal(ClassLoader apiLoader) {
    for (String artifact : API_ARTIFACTS) {
      String refusal = versionRefusal(artifact, ApiVersion.of(apiLoader, artifact));
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private @Nullable String versionRefusal(String artifact, @Nullable ApiVersion version) {
    String name = artifact.replace('/', '.');
    if (version == null) {
      return "the version of " + name + " is unknown";
    }
    // The newer SDK would call methods that are not there, in the application's own threads.
    return version.carries(bundledSdk)
        ? null
        : name + " " + version + " does not carry the agent's SDK " + bundledSdk;
  }
}
