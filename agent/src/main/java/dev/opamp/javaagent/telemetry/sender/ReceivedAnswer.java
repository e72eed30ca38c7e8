package dev.opamp.javaagent.telemetry.sender;

import io.opentelemetry.sdk.common.export.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import okhttp3.Response;

/** The final answer to an export. */
final class ReceivedAnswer implements HttpResponse {

  /** An answer holds counts and a sentence; what is longer is not worth memory. */
  private static final int MAX_BODY_BYTES = 64 * 1024;

  private final int status;
  private final String message;
  private final byte[] body;

  private ReceivedAnswer(int status, String message, byte[] body) {
    this.status = status;
    this.message = message;
    this.body = body;
  }

  /** Reads the answer; of a long body the beginning, of a broken one what there is. */
  static ReceivedAnswer read(Response response, long maxBytes) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int left = (int) Math.max(0, Math.min(maxBytes, MAX_BODY_BYTES));
    byte[] buffer = new byte[4096];
    try {
      InputStream in = response.body().byteStream();
      while (left > 0) {
        int count = in.read(buffer, 0, Math.min(left, buffer.length));
        if (count < 0) {
          break;
        }
        body.write(buffer, 0, count);
        left -= count;
      }
    } catch (IOException e) {
      // The status says what became of the export; the body only explains.
    }
    return new ReceivedAnswer(response.code(), response.message(), body.toByteArray());
  }

  @Override
  public int getStatusCode() {
    return status;
  }

  @Override
  public String getStatusMessage() {
    return message;
  }

  @Override
  public byte[] getResponseBody() {
    return body.clone();
  }
}
