package dev.opamp.javaagent.telemetry.otlpfile;

import io.opentelemetry.exporter.internal.marshal.Marshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** OTLP requests as JSON, one on each line. */
final class JsonLines {

  private final LineOutput output;

  JsonLines(LineOutput output) {
    this.output = output;
  }

  CompletableResultCode write(Marshaler request) {
    try {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      request.writeJsonTo(line);
      line.write('\n');
      output.write(line.toByteArray());
      return CompletableResultCode.ofSuccess();
    } catch (IOException | RuntimeException e) {
      return CompletableResultCode.ofExceptionalFailure(e);
    }
  }

  /** Lines go out at once, so there is nothing to flush. */
  CompletableResultCode close() {
    try {
      output.close();
      return CompletableResultCode.ofSuccess();
    } catch (IOException e) {
      return CompletableResultCode.ofExceptionalFailure(e);
    }
  }
}
