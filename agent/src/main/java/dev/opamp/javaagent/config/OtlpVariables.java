package dev.opamp.javaagent.config;

import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code OTEL_EXPORTER_OTLP_*} of one signal, as an exporter of the declarative configuration. */
final class OtlpVariables {

  private static final String PREFIX = "OTEL_EXPORTER_OTLP_";

  private final VariableReader variables;
  private final String signal;

  /**
   * @param signal {@code traces}, {@code metrics} or {@code logs}
   */
  OtlpVariables(VariableReader variables, String signal) {
    this.variables = variables;
    this.signal = signal;
  }

  /** Returns the choice node: {@code otlp_http} or {@code otlp_grpc} with its settings. */
  Map<String, Object> exporter() {
    boolean grpc = protocol().equals("grpc");
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("endpoint", endpoint(grpc));
    putTls(settings);
    putHeaders(settings);
    String compression = variables.firstSet(own("COMPRESSION"), PREFIX + "COMPRESSION");
    if (compression != null) {
      variables.putWord(settings, "compression", compression, "gzip", "none");
    }
    String timeout = variables.firstSet(own("TIMEOUT"), PREFIX + "TIMEOUT");
    if (timeout != null) {
      variables.putMillis(settings, "timeout", timeout, 0);
    }
    if (signal.equals("metrics")) {
      putMetricPreferences(settings);
    }
    return VariableReader.node(grpc ? "otlp_grpc" : "otlp_http", settings);
  }

  private String protocol() {
    String variable = variables.firstSet(own("PROTOCOL"), PREFIX + "PROTOCOL");
    return variable == null
        ? "http/protobuf"
        : variables.word(variable, "http/protobuf", "http/protobuf", "grpc");
  }

  private String endpoint(boolean grpc) {
    String path = grpc ? "" : "/v1/" + signal;
    String own = url(own("ENDPOINT"));
    if (own != null) {
      return own;
    }
    String base = url(PREFIX + "ENDPOINT");
    if (base == null) {
      return (grpc ? "http://localhost:4317" : "http://localhost:4318") + path;
    }
    return grpc ? base : (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
  }

  private @Nullable String url(String variable) {
    String value = variables.text(variable);
    if (value == null) {
      return null;
    }
    try {
      URI uri = new URI(value);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return value;
      }
    } catch (URISyntaxException e) {
      // The warning below is all there is to say: the reason would repeat the value.
    }
    variables.warn(variable, "is not a URL with http or https and a host");
    return null;
  }

  private void putTls(Map<String, Object> settings) {
    Map<String, Object> tls = new LinkedHashMap<>();
    putText(tls, "ca_file", "CERTIFICATE");
    putText(tls, "key_file", "CLIENT_KEY");
    putText(tls, "cert_file", "CLIENT_CERTIFICATE");
    if (!tls.isEmpty()) {
      settings.put("tls", tls);
    }
  }

  private void putText(Map<String, Object> into, String key, String suffix) {
    String variable = variables.firstSet(own(suffix), PREFIX + suffix);
    if (variable != null) {
      into.put(key, String.valueOf(variables.text(variable)));
    }
  }

  private void putHeaders(Map<String, Object> settings) {
    String variable = variables.firstSet(own("HEADERS"), PREFIX + "HEADERS");
    if (variable == null) {
      return;
    }
    List<Object> headers = new ArrayList<>();
    for (String pair : String.valueOf(variables.text(variable)).split(",", -1)) {
      int eq = pair.indexOf('=');
      if (eq > 0) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("name", pair.substring(0, eq).trim());
        header.put("value", decoded(pair.substring(eq + 1).trim()));
        headers.add(header);
      } else if (!pair.trim().isEmpty()) {
        variables.warn(variable, "holds a part that is not name=value");
      }
    }
    if (!headers.isEmpty()) {
      settings.put("headers", headers);
    }
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), "UTF-8");
    } catch (UnsupportedEncodingException | IllegalArgumentException notEncoded) {
      return value;
    }
  }

  private void putMetricPreferences(Map<String, Object> settings) {
    putMetricPreferences(variables, settings);
  }

  static void putMetricPreferences(VariableReader variables, Map<String, Object> settings) {
    variables.putWord(
        settings,
        "temporality_preference",
        PREFIX + "METRICS_TEMPORALITY_PREFERENCE",
        "cumulative",
        "delta",
        "lowmemory");
    // The variable writes one word where the declarative configuration has two.
    settings.computeIfPresent(
        "temporality_preference", (key, word) -> word.equals("lowmemory") ? "low_memory" : word);
    variables.putWord(
        settings,
        "default_histogram_aggregation",
        PREFIX + "METRICS_DEFAULT_HISTOGRAM_AGGREGATION",
        "explicit_bucket_histogram",
        "base2_exponential_bucket_histogram");
  }

  private String own(String suffix) {
    return PREFIX + signal.toUpperCase(Locale.ROOT) + "_" + suffix;
  }
}
