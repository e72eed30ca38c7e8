package dev.opamp.javaagent.testing.server.console;

import dev.opamp.javaagent.testing.server.fleet.AgentFleet;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Opens the live feed of agent changes: server-sent events. */
final class EventFeed {

  private final AgentFleet fleet;

  EventFeed(AgentFleet fleet) {
    this.fleet = fleet;
  }

  void open(Request request, Response response, Callback callback) throws ApiException {
    if (!HttpMethod.GET.is(request.getMethod())) {
      throw new ApiException(405, "the feed can only be read: use GET");
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
    EventStream stream =
        new EventStream(fleet, response, callback, request.getComponents().getScheduler());
    stream.start();
  }
}
