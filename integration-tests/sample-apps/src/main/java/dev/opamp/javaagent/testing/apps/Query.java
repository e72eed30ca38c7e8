package dev.opamp.javaagent.testing.apps;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parameters of a request. */
final class Query {

  private Query() {}

  static Map<String, String> of(URI uri) {
    Map<String, String> parameters = new LinkedHashMap<>();
    String query = uri.getQuery();
    for (String pair : query == null ? new String[0] : query.split("&")) {
      int eq = pair.indexOf('=');
      parameters.put(pair.substring(0, eq), pair.substring(eq + 1));
    }
    return parameters;
  }

  static int count(Map<String, String> parameters) {
    return Integer.parseInt(parameters.getOrDefault("count", "1"));
  }
}
