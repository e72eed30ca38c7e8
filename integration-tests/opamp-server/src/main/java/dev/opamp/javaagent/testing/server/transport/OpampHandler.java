package dev.opamp.javaagent.testing.server.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/** Tells the two transports apart: an upgrade is a WebSocket, a POST is plain HTTP. */
final class OpampHandler extends Handler.Abstract {

  private final String path;
  private final Refusals refusals;
  private final ServerWebSocketContainer webSockets;
  private final MessageReceiver receiver;
  private final PlainHttpExchange plainHttp;

  OpampHandler(
      String path,
      Refusals refusals,
      ServerWebSocketContainer webSockets,
      MessageReceiver receiver,
      PlainHttpExchange plainHttp) {
    this.path = path;
    this.refusals = refusals;
    this.webSockets = webSockets;
    this.receiver = receiver;
    this.plainHttp = plainHttp;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!Request.getPathInContext(request).equals(path)) {
      Refusals.write(request, response, callback, 404, "OpAMP is served at " + path);
    } else if (!refusals.refused(request, response, callback)) {
      serve(request, response, callback);
    }
    return true;
  }

  private void serve(Request request, Response response, Callback callback) throws Exception {
    Map<String, List<String>> headers = headers(request);
    String upgrade = request.getHeaders().get(HttpHeader.UPGRADE);
    if ("websocket".equalsIgnoreCase(upgrade)) {
      boolean upgraded =
          webSockets.upgrade(
              (req, resp, cb) -> new WebSocketEndpoint(receiver, headers),
              request,
              response,
              callback);
      if (!upgraded) {
        Refusals.write(request, response, callback, 400, "not a valid WebSocket upgrade");
      }
    } else if (HttpMethod.POST.is(request.getMethod())) {
      plainHttp.handle(request, response, callback, headers);
    } else {
      response.getHeaders().put(HttpHeader.ALLOW, "POST");
      Refusals.write(request, response, callback, 405, "expected a WebSocket upgrade or a POST");
    }
  }

  private static Map<String, List<String>> headers(Request request) {
    Map<String, List<String>> headers = new TreeMap<>();
    for (HttpField field : request.getHeaders()) {
      headers
          .computeIfAbsent(field.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(field.getValue());
    }
    return headers;
  }
}
