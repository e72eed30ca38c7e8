package dev.opamp.javaagent.telemetry.prometheus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** An answer to one HTTP request, after which the connection is closed. */
final class ScrapeAnswer {

  private static final String TEXT = "text/plain; charset=utf-8";

  private final String status;
  private final String contentType;
  private final byte[] body;

  ScrapeAnswer(String status, String contentType, byte[] body) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
  }

  static ScrapeAnswer text(String status, String text) {
    return new ScrapeAnswer(status, TEXT, (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  void writeTo(OutputStream out, ScrapeRequest request) throws IOException {
    boolean gzip = request.acceptsGzip();
    byte[] sent = gzip ? compressed() : body;
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: "
            + contentType
            + (gzip ? "\r\nContent-Encoding: gzip" : "")
            + "\r\nContent-Length: "
            + sent.length
            + "\r\nConnection: close\r\n\r\n";
    out.write(ScrapeRequest.ascii(head));
    if (!request.method.equals("HEAD")) {
      out.write(sent);
    }
    out.flush();
  }

  private byte[] compressed() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    }
    return bytes.toByteArray();
  }
}
