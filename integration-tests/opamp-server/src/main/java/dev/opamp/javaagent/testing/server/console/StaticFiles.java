package dev.opamp.javaagent.testing.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;

/** The files of the web console, from the class path. */
final class StaticFiles {

  private static final Pattern NAME = Pattern.compile("/[a-z-]+\\.(html|css|js|svg)");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  ApiResponse answer(Request request, String path) throws ApiException, IOException {
    if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
      throw new ApiException(405, "pages can only be read");
    }
    String name = path.equals("/") ? "/index.html" : path;
    if (!NAME.matcher(name).matches()) {
      throw new ApiException(404, "no such page");
    }
    try (InputStream in = StaticFiles.class.getResourceAsStream("/console" + name)) {
      if (in == null) {
        throw new ApiException(404, "no such page");
      }
      String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain");
      return new ApiResponse(200, type, in.readAllBytes());
    }
  }
}
