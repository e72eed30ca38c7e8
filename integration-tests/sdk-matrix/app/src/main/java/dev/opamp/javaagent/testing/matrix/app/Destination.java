package dev.opamp.javaagent.testing.matrix.app;

/**
 * What the application says in its own code about its telemetry.
 *
 * @param service the name in the resource
 * @param protocol {@code grpc}, or anything else for HTTP
 * @param endpoint without a path
 * @param logs whether the SDK has logs
 */
public record Destination(String service, String protocol, String endpoint, boolean logs) {

  /** What a vendor would ask for; nobody but the first destination may ever see it. */
  static final String KEY_HEADER = "x-app-key";

  static final String KEY = "app-s3cret";

  boolean grpc() {
    return protocol.equals("grpc");
  }
}
