package dev.opamp.javaagent.config;

import dev.opamp.javaagent.net.HeaderSyntax;
import dev.opamp.javaagent.net.TlsContexts;
import dev.opamp.javaagent.net.TlsSettings;
import dev.opamp.javaagent.opamp.ClientCertificate;
import dev.opamp.javaagent.settings.Power;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether offered connections can be used at all, before anything is built with them. */
final class OtherConnectionCheck {

  /** Offers only ever add names, so somebody has to stop. */
  static final int MAX_CONNECTIONS = 64;

  private static final Pattern NAME =
      Pattern.compile("otlp/(traces|metrics|logs)|[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** What belongs to HTTP and to OTLP, and not to whoever offers a connection. */
  private static final Set<String> RESERVED =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList(
                  "host",
                  "connection",
                  "upgrade",
                  "te",
                  "trailer",
                  "transfer-encoding",
                  "content-length",
                  "content-type",
                  "content-encoding")));

  private final Restrictions restrictions;

  OtherConnectionCheck(Restrictions restrictions) {
    this.restrictions = restrictions;
  }

  /**
   * Returns a problem for each offered connection that cannot be used, beginning with its name.
   *
   * @param offered the names that the offer is about
   */
  List<String> problems(OtherConnections connections, Iterable<String> offered) {
    List<String> problems = new ArrayList<>();
    if (connections.byName().size() > MAX_CONNECTIONS) {
      problems.add("other_connections: more than " + MAX_CONNECTIONS + " names");
      return problems;
    }
    for (String name : offered) {
      OtherConnection connection = connections.get(name);
      String problem =
          NAME.matcher(name).matches() && connection != null
              ? problem(connection)
              : "is neither a plain name nor otlp/traces, otlp/metrics or otlp/logs";
      if (problem != null) {
        problems.add(StatusMessage.oneLine("other_connections/" + name + ": " + problem));
      }
    }
    return problems;
  }

  /** Returns a problem for each connection whose destination is not allowed. */
  List<ConfigProblem> refusals(OtherConnections connections) {
    List<ConfigProblem> refusals = new ArrayList<>();
    connections
        .byName()
        .forEach(
            (name, connection) -> {
              String endpoint = connection.endpoint();
              String refusal = endpoint == null ? null : restrictions.refusal(endpoint);
              if (refusal != null) {
                refusals.add(
                    new ConfigProblem(
                        "other_connections/" + name, 0, "destination_endpoint " + refusal));
              }
            });
    return refusals;
  }

  private @Nullable String problem(OtherConnection connection) {
    String endpoint = connection.endpoint();
    String problem = endpoint == null ? null : endpoint(endpoint);
    if (problem == null) {
      problem = headers(connection.headers());
    }
    return problem == null ? tls(connection) : problem;
  }

  /** Never repeats the text, which may hold a password. */
  private @Nullable String endpoint(String endpoint) {
    URI uri;
    try {
      uri = new URI(endpoint);
    } catch (URISyntaxException e) {
      return "destination_endpoint is not a URL";
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return "destination_endpoint must start with http:// or https://";
    }
    if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65535) {
      return "destination_endpoint has no valid host and port";
    }
    if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      return "destination_endpoint must hold neither user and password nor a fragment";
    }
    String refusal = restrictions.refusal(endpoint);
    return refusal == null ? null : "destination_endpoint " + refusal;
  }

  private static @Nullable String headers(Map<String, String> headers) {
    for (Map.Entry<String, String> header : headers.entrySet()) {
      String problem =
          RESERVED.contains(header.getKey().toLowerCase(Locale.ROOT))
              ? "header " + header.getKey() + " is not for an offer to set"
              : HeaderSyntax.problem(header.getKey(), header.getValue());
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private @Nullable String tls(OtherConnection connection) {
    ClientCertificate certificate = connection.certificate();
    if (certificate != null && certificate.privateKey() == null) {
      return "certificate.private_key is missing";
    }
    TlsSettings settings = connection.over(TlsSettings.defaults());
    if (settings.insecureSkipVerify() && !restrictions.allows(Power.INSECURE_TLS)) {
      return "tls.insecure_skip_verify is refused without otel.opamp.allow=insecure-tls";
    }
    try {
      TlsContexts.of(settings);
      return null;
    } catch (IOException | RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
