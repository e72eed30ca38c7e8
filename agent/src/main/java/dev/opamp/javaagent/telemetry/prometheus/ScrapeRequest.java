package dev.opamp.javaagent.telemetry.prometheus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The head of an HTTP request. */
final class ScrapeRequest {

  private static final int MAX_HEAD = 16 * 1024;

  final String method;
  final String path;
  private final Map<String, String> headers = new HashMap<>();

  private ScrapeRequest(String head) throws IOException {
    String[] lines = head.split("\r?\n", -1);
    String[] words = lines[0].split(" ", -1);
    if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
      throw new IOException("not an HTTP request");
    }
    method = words[0];
    path = words[1].replaceFirst("\\?.*", "");
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        String name = lines[i].substring(0, colon).trim().toLowerCase(Locale.ROOT);
        headers.merge(name, lines[i].substring(colon + 1).trim(), (a, b) -> a + "," + b);
      }
    }
  }

  /**
   * Reads up to the empty line that ends the head.
   *
   * @throws IOException also when it is too long or no HTTP
   */
  static ScrapeRequest read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.append((char) next);
      if (next == '\n' && endsHead(head)) {
        return new ScrapeRequest(head.toString());
      }
      if (head.length() > MAX_HEAD) {
        throw new IOException("the request is too long");
      }
    }
    throw new IOException("the request ended early");
  }

  private static boolean endsHead(StringBuilder head) {
    int length = head.length();
    return (length >= 4 && head.substring(length - 4).equals("\r\n\r\n"))
        || (length >= 2 && head.substring(length - 2).equals("\n\n"));
  }

  @Nullable String header(String name) {
    return headers.get(name);
  }

  /** Whether the answer may be compressed. */
  boolean acceptsGzip() {
    String encodings = headers.getOrDefault("accept-encoding", "");
    for (String encoding : encodings.split(",", -1)) {
      if (encoding.trim().matches("(?i)gzip(\\s*;\\s*q=(1(\\.0*)?|0?\\.\\d*[1-9]\\d*))?")) {
        return true;
      }
    }
    return false;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
