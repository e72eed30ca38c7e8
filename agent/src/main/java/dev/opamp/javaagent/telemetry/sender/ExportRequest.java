package dev.opamp.javaagent.telemetry.sender;

import dev.opamp.javaagent.net.HeaderSyntax;
import dev.opamp.javaagent.net.ServerAddress;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One export as HTTP/1.1 carries it, with the headers of the moment it was made. */
final class ExportRequest {

  /** Of this request, and not of whoever configures headers. */
  private static final Set<String> RESERVED =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList(
                  "connection",
                  "content-encoding",
                  "content-length",
                  "content-type",
                  "expect",
                  "transfer-encoding",
                  "upgrade")));

  private final ServerAddress server;
  private final byte[] headers;
  private final MessageWriter message;

  /** Null when the message is written as it is. */
  private final byte @Nullable [] compressed;

  private ExportRequest(
      ServerAddress server, byte[] headers, MessageWriter message, byte @Nullable [] compressed) {
    this.server = server;
    this.headers = headers;
    this.message = message;
    this.compressed = compressed;
  }

  /**
   * Makes a request.
   *
   * @throws IOException when the message or a header cannot be sent; the reason has no value of one
   */
  static ExportRequest of(HttpSenderConfig config, ServerAddress server, MessageWriter message)
      throws IOException {
    Compressor compressor = config.getCompressor();
    byte[] compressed = compressor == null ? null : compress(message, compressor);
    StringBuilder head = new StringBuilder(512);
    boolean named = addHeaders(head, config);
    if (!named) {
      add(head, "Host", server.authority());
    }
    add(head, "Content-Type", config.getContentType());
    if (compressor != null) {
      add(head, "Content-Encoding", compressor.getEncoding());
    }
    add(head, "Content-Length", Integer.toString(length(message, compressed)));
    return new ExportRequest(server, ascii(head.append("\r\n").toString()), message, compressed);
  }

  /** Adds what is configured and returns whether the host was among it. */
  private static boolean addHeaders(StringBuilder head, HttpSenderConfig config)
      throws IOException {
    boolean named = false;
    for (Map.Entry<String, List<String>> header : headers(config).entrySet()) {
      String name = header.getKey();
      String key = name.toLowerCase(Locale.ROOT);
      for (String value : header.getValue()) {
        String problem = HeaderSyntax.problem(name, value);
        if (problem != null) {
          throw new IOException("the headers cannot be sent: " + problem);
        }
        if (!RESERVED.contains(key)) {
          add(head, name, value);
          named |= key.equals("host");
        }
      }
    }
    return named;
  }

  private static Map<String, List<String>> headers(HttpSenderConfig config) throws IOException {
    try {
      Map<String, List<String>> headers = config.getHeadersSupplier().get();
      return headers == null ? Collections.emptyMap() : headers;
    } catch (RuntimeException e) {
      // Its message, and the cause with it, may hold a value, which may be a key.
      throw new IOException("the headers cannot be sent: " + e.getClass().getSimpleName());
    }
  }

  private static void add(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private static byte[] compress(MessageWriter message, Compressor compressor) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream compressing = compressor.compress(bytes)) {
      message.writeMessage(compressing);
    } catch (RuntimeException e) {
      throw unwritable(e);
    }
    return bytes.toByteArray();
  }

  private static int length(MessageWriter message, byte @Nullable [] compressed) {
    return compressed == null ? message.getContentLength() : compressed.length;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Writes it. A message that cannot be written is a failed attempt, and ends no thread.
   *
   * @param throughProxy whether the server is named in full, for a proxy that passes it on
   */
  void writeTo(OutputStream out, boolean throughProxy) throws IOException {
    out.write(ascii("POST " + (throughProxy ? server.httpUrl() : server.target())));
    out.write(ascii(" HTTP/1.1\r\n"));
    out.write(headers);
    if (compressed != null) {
      out.write(compressed);
      return;
    }
    try {
      message.writeMessage(out);
    } catch (RuntimeException e) {
      throw unwritable(e);
    }
  }

  private static IOException unwritable(RuntimeException cause) {
    return new IOException("the message cannot be written", cause);
  }
}
