package dev.opamp.javaagent.telemetry.hostsdk;

import io.opentelemetry.sdk.common.CompletableResultCode;

/** How something is ended that may hold telemetry. */
interface Closing {

  /** For what holds nothing. */
  Closing NOTHING =
      new Closing() {
        @Override
        public CompletableResultCode flush() {
          return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
          return CompletableResultCode.ofSuccess();
        }
      };

  CompletableResultCode flush();

  CompletableResultCode shutdown();
}
