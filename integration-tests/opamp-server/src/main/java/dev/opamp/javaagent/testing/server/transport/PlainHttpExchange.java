package dev.opamp.javaagent.testing.server.transport;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** One poll of the plain HTTP transport. */
final class PlainHttpExchange {

  static final String CONTENT_TYPE = "application/x-protobuf";

  private final MessageReceiver receiver;
  private final int sizeLimit;

  PlainHttpExchange(MessageReceiver receiver, int sizeLimit) {
    this.receiver = receiver;
    this.sizeLimit = sizeLimit;
  }

  void handle(
      Request request, Response response, Callback callback, Map<String, List<String>> headers)
      throws IOException {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
    if (type == null || !type.split(";", 2)[0].trim().equalsIgnoreCase(CONTENT_TYPE)) {
      Refusals.write(request, response, callback, 415, "Content-Type must be " + CONTENT_TYPE);
    } else if (!isGzip(encoding) && !isIdentity(encoding)) {
      Refusals.write(request, response, callback, 415, "Content-Encoding must be gzip or absent");
    } else {
      exchange(request, response, callback, headers, isGzip(encoding));
    }
  }

  private void exchange(
      Request request,
      Response response,
      Callback callback,
      Map<String, List<String>> headers,
      boolean gzip)
      throws IOException {
    byte[] raw = read(Content.Source.asInputStream(request));
    if (raw.length > sizeLimit) {
      Refusals.write(request, response, callback, 413, "the message is too large");
      return;
    }
    AgentToServer message;
    try {
      byte[] body = gzip ? read(new GZIPInputStream(new ByteArrayInputStream(raw))) : raw;
      if (body.length > sizeLimit) {
        Refusals.write(request, response, callback, 413, "the inflated message is too large");
        return;
      }
      message = AgentToServer.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      Refusals.write(request, response, callback, 400, "the body is not an AgentToServer");
      return;
    } catch (IOException e) {
      Refusals.write(request, response, callback, 400, "the gzip body is damaged");
      return;
    }
    var remote = request.getConnectionMetaData().getRemoteSocketAddress();
    ServerToAgent reply = receiver.overHttp(remote, headers, ByteString.copyFrom(raw), message);
    answer(request, response, callback, reply);
  }

  private static void answer(
      Request request, Response response, Callback callback, ServerToAgent reply) {
    byte[] body = reply.toByteArray();
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, CONTENT_TYPE);
    String accepted = request.getHeaders().get(HttpHeader.ACCEPT_ENCODING);
    if (accepted != null && accepted.toLowerCase(Locale.ROOT).contains("gzip")) {
      response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
      body = deflate(body);
    }
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  /** Reads at most one byte more than the limit, so that the caller can tell. */
  private byte[] read(InputStream in) throws IOException {
    try (in) {
      return in.readNBytes(sizeLimit + 1);
    }
  }

  private static byte[] deflate(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static boolean isGzip(@Nullable String encoding) {
    return "gzip".equalsIgnoreCase(encoding) || "x-gzip".equalsIgnoreCase(encoding);
  }

  private static boolean isIdentity(@Nullable String encoding) {
    return encoding == null || encoding.equalsIgnoreCase("identity");
  }
}
