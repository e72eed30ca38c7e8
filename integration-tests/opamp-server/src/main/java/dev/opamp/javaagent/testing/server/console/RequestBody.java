package dev.opamp.javaagent.testing.server.console;

import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads request bodies, but not endless ones. */
final class RequestBody {

  /** Larger than what an agent accepts, so that tests can offer too much. */
  private static final int LIMIT = 80 << 20;

  private RequestBody() {}

  static byte[] read(Request request) throws ApiException, IOException {
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] body = in.readNBytes(LIMIT + 1);
      if (body.length > LIMIT) {
        throw new ApiException(413, "the body is larger than 80 MiB");
      }
      return body;
    }
  }
}
