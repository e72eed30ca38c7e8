package dev.opamp.javaagent.testing.server.console;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Sends each request of the console port to the part that answers it. */
final class ConsoleHandler extends Handler.Abstract {

  private final BrowserGuard guard;
  private final ControlApi api;
  private final EventFeed events;
  private final StaticFiles files;

  ConsoleHandler(BrowserGuard guard, ControlApi api, EventFeed events, StaticFiles files) {
    this.guard = guard;
    this.api = api;
    this.events = events;
    this.files = files;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    addSecurityHeaders(response.getHeaders());
    String path = Request.getPathInContext(request);
    try {
      guard.check(request);
      if (path.equals("/api/events")) {
        events.open(request, response, callback);
      } else if (path.startsWith("/api/")) {
        write(response, callback, api.answer(request, path));
      } else {
        write(response, callback, files.answer(request, path));
      }
    } catch (ApiException e) {
      write(response, callback, ApiResponse.error(e));
    }
    return true;
  }

  private static void write(Response response, Callback callback, ApiResponse answer) {
    response.setStatus(answer.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
  }

  private static void addSecurityHeaders(HttpFields.Mutable headers) {
    headers.put("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
