package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.net.OneLine;
import dev.opamp.javaagent.net.RetryAfter;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Locale;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Reads the answer to a request: a message, or the reason why it is none. */
final class HttpAnswer {

  private final int maxMessageSize;

  HttpAnswer(int maxMessageSize) {
    this.maxMessageSize = maxMessageSize;
  }

  /**
   * Returns the message of a 200; the empty message for an empty 200, a 202 or a 204.
   *
   * @throws FailedConnectionException if there is none
   */
  ServerToAgent read(Response response) throws IOException {
    int status = response.code();
    if (status == 202 || status == 204) {
      return ServerToAgent.getDefaultInstance();
    }
    if (status != 200) {
      throw FailedConnectionException.status(
          status,
          "the server answered with status " + status,
          RetryAfter.of(
              status, response.header("Retry-After"), response.header("Date"), Instant.now()));
    }
    byte[] body = body(response);
    if (body.length == 0) {
      return ServerToAgent.getDefaultInstance();
    }
    String type = response.header("Content-Type");
    if (type != null && !isProtobuf(type)) {
      throw FailedConnectionException.protocol(
          status, "the answer is no OpAMP message but " + OneLine.of(type));
    }
    try {
      return MessageCodec.parse(ByteBuffer.wrap(body));
    } catch (MalformedMessageException e) {
      throw FailedConnectionException.protocol(status, "the answer is " + e.getMessage());
    }
  }

  private byte[] body(Response response) throws IOException {
    BoundedBody bounded = new BoundedBody(maxMessageSize);
    InputStream stream = response.body().byteStream();
    String encoding = lower(response.header("Content-Encoding")).trim();
    switch (encoding) {
      case "":
      case "identity":
        return bounded.read(stream);
      case "gzip":
      case "x-gzip":
        return response.body().contentLength() == 0 ? new byte[0] : bounded.inflate(stream);
      default:
        throw FailedConnectionException.protocol(
            response.code(), "the answer has an unknown encoding: " + OneLine.of(encoding));
    }
  }

  private static boolean isProtobuf(String type) {
    return lower(type).split(";", 2)[0].trim().equals(MessageBody.PROTOBUF);
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
