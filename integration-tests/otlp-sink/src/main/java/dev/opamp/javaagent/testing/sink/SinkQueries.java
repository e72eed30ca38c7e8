package dev.opamp.javaagent.testing.sink;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Questions about what arrived, as JSON: {@code GET /sink/counts} (items by signal and service),
 * {@code GET /sink/exports} (requests by signal, protocol and path), {@code DELETE /sink} (forget).
 */
final class SinkQueries implements HttpHandler {

  private final ObjectMapper json = new ObjectMapper();
  private final SinkStore store;

  SinkQueries(SinkStore store) {
    this.store = store;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
      switch (request) {
        case "GET /sink/counts" -> answer(exchange, 200, counts());
        case "GET /sink/exports" -> answer(exchange, 200, exports());
        case "DELETE /sink" -> {
          store.clear();
          answer(exchange, 200, Map.of("cleared", true));
        }
        default -> answer(exchange, 404, Map.of("error", "no such question: " + request));
      }
    }
  }

  private Map<String, Object> counts() {
    Map<String, Object> counts = new TreeMap<>();
    counts.put("spans", byService(store.spans(), ReceivedSpan::resource));
    counts.put("metrics", byService(store.metrics(), ReceivedMetric::resource));
    counts.put("logs", byService(store.logs(), ReceivedLog::resource));
    return counts;
  }

  private static <T> Map<String, Long> byService(
      List<T> items, Function<T, Map<String, String>> resource) {
    return items.stream()
        .collect(
            Collectors.groupingBy(
                item -> resource.apply(item).getOrDefault("service.name", "unknown"),
                TreeMap::new,
                Collectors.counting()));
  }

  private Map<String, Long> exports() {
    Map<String, Long> counts = new TreeMap<>();
    for (Signal signal : Signal.values()) {
      for (ReceivedExport export : store.exports(signal)) {
        counts.merge(signal + " " + export.protocol() + " " + export.path(), 1L, Long::sum);
      }
    }
    return counts;
  }

  private void answer(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes = json.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
