package dev.opamp.javaagent.testing.matrix.app;

import io.opentelemetry.sdk.OpenTelemetrySdk;

/**
 * The application with an SDK that it has built, from its start to its end, in whatever class
 * loader it is: whoever starts it needs no type of it.
 */
public final class Work implements AutoCloseable {

  private final OpenTelemetrySdk sdk;
  private final boolean logs;
  private final Rounds rounds;

  /**
   * @param args {@code VARIANT SERVICE PROTOCOL ENDPOINT LOGS}, of which the first is {@code
   *     global} or {@code local}
   */
  public Work(String[] args) {
    Destination destination =
        new Destination(args[1], args[2], args[3], Boolean.parseBoolean(args[4]));
    sdk = BuiltSdk.build(destination, args[0].equals("global"));
    logs = destination.logs();
    rounds = new Rounds(destination.service(), () -> sdk, logs).start();
  }

  /** Ends the application, which leaves its SDK in good order. */
  @Override
  public void close() {
    rounds.close();
    sdk.getSdkTracerProvider().close();
    sdk.getSdkMeterProvider().close();
    if (logs) {
      BuiltLogs.close(sdk);
    }
  }
}
