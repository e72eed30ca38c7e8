package dev.opamp.javaagent.testing.server.console;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The body and the query of an offered configuration. */
record ConfigRequest(String name, String contentType, ByteString body, Duration patience) {

  private static final String YAML = "text/yaml";

  static ConfigRequest read(Request request) throws ApiException, IOException {
    String name = QueryParameters.get(request, "name");
    String type = QueryParameters.get(request, "contentType");
    return new ConfigRequest(
        name == null ? "" : name,
        type == null ? typeOf(request.getHeaders().get(HttpHeader.CONTENT_TYPE)) : type,
        ByteString.copyFrom(RequestBody.read(request)),
        QueryParameters.patience(request));
  }

  /** What curl and browsers set on their own account says nothing about the configuration. */
  private static String typeOf(@Nullable String header) {
    if (header == null) {
      return YAML;
    }
    String type = header.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    return type.contains("yaml") || type.contains("json") ? type : YAML;
  }
}
