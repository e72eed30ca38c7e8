package dev.opamp.javaagent.testing.interop;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Messages of the server, as protobuf-JSON. None has an instance UID or capabilities. */
final class Offer {

  static final String FULL_STATE = "{\"flags\":\"1\"}";
  static final String AVAILABLE_COMPONENTS = "{\"flags\":\"2\"}";
  static final String RESTART = "{\"command\":{\"type\":\"CommandType_Restart\"}}";

  private Offer() {}

  /** A remote configuration of one file without a name. */
  static String config(String hash, String yaml) {
    return """
        {"remoteConfig":{"configHash":"%s","config":{"configMap":{"":{"body":"%s","contentType":"%s"}}}}}
        """
        .formatted(base64(hash), base64(yaml), yaml.isEmpty() ? "" : "text/yaml");
  }

  static String sampler(String hash, String sampler) {
    return config(
        hash, "file_format: \"1.0\"\ntracer_provider:\n  sampler:\n    " + sampler + "\n");
  }

  static String heartbeat(int seconds) {
    return "{\"connectionSettings\":{\"hash\":\"%s\",\"opamp\":{\"heartbeatIntervalSeconds\":\"%d\"}}}"
        .formatted(base64("every " + seconds), seconds);
  }

  static String ownMetrics(String endpoint) {
    return "{\"connectionSettings\":{\"hash\":\"%s\",\"ownMetrics\":{\"destinationEndpoint\":\"%s\"}}}"
        .formatted(base64(endpoint), endpoint);
  }

  /** As the example server does it: an endpoint unsaid, a heartbeat of 0. */
  static String clientCertificate(String hash, String cert, String key) {
    return "{\"connectionSettings\":{\"hash\":\"%s\",\"opamp\":{\"certificate\":{\"cert\":\"%s\",\"privateKey\":\"%s\"}}}}"
        .formatted(base64(hash), base64(cert), base64(key));
  }

  static String instanceUid(byte[] uid) {
    return "{\"agentIdentification\":{\"newInstanceUid\":\"%s\"}}"
        .formatted(Base64.getEncoder().encodeToString(uid));
  }

  static String custom(String capability, String type, String data) {
    return "{\"customMessage\":{\"capability\":\"%s\",\"type\":\"%s\",\"data\":\"%s\"}}"
        .formatted(capability, type, base64(data));
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
