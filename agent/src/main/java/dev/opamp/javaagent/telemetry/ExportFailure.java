package dev.opamp.javaagent.telemetry;

import io.opentelemetry.exporter.internal.FailedExportException.GrpcExportException;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Says why an export failed, in one line without secrets. */
final class ExportFailure {

  private static final int MAX_LENGTH = 200;

  private ExportFailure() {}

  static String describe(@Nullable Throwable failure) {
    if (failure instanceof HttpExportException) {
      HttpResponse response = ((HttpExportException) failure).getResponse();
      if (response != null) {
        return "HTTP status " + response.getStatusCode();
      }
    }
    if (failure instanceof GrpcExportException) {
      GrpcResponse response = ((GrpcExportException) failure).getResponse();
      if (response != null) {
        return "gRPC status " + response.getStatusCode();
      }
    }
    Throwable root = failure;
    while (root != null && root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root == null ? "export failed" : line(root);
  }

  private static String line(Throwable root) {
    String text = root.getClass().getSimpleName() + ": " + root.getMessage();
    String oneLine = SecretMask.maskUserInfo(text).replaceAll("\\s+", " ");
    return oneLine.length() <= MAX_LENGTH ? oneLine : oneLine.substring(0, MAX_LENGTH);
  }
}
