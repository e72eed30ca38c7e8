package dev.opamp.javaagent.config;

import dev.opamp.javaagent.settings.Power;
import dev.opamp.javaagent.settings.RemoteConfigSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a remote configuration may not do unless a local setting allows it. The start-up document is
 * never restricted, and what it already does may be offered again.
 */
final class Restrictions {

  private static final String FOREIGN_HOST =
      "names a host that the start-up configuration does not export to; refused unless"
          + " otel.opamp.destinations allows it";
  private static final String GIVES_UP_TLS = "gives up TLS; refused without otel.opamp.allow=*";

  private final RemoteConfigSettings settings;
  private final Destinations destinations;
  private final Set<Object> knownFiles = new HashSet<>();
  private final Set<String> knownPlaces = new HashSet<>();

  Restrictions(Map<String, Object> startup, RemoteConfigSettings settings, String serverHost) {
    this.settings = settings;
    this.destinations = new Destinations(startup, settings.destinations(), serverHost);
    for (ExporterNode exporter : ExporterNode.allIn(startup)) {
      knownFiles.addAll(exporter.tlsFiles().values());
      knownPlaces.add(exporter.place());
    }
  }

  boolean allowsDestination(String url) {
    return destinations.allow(url);
  }

  boolean allows(Power power) {
    return settings.allows(power);
  }

  /** Returns why a URL cannot be the destination of a connection, null when it can. */
  @Nullable String refusal(String url) {
    if (!destinations.allow(url)) {
      return FOREIGN_HOST;
    }
    return destinations.losesTls(url) && !settings.allows(Power.EVERYTHING) ? GIVES_UP_TLS : null;
  }

  /** Returns every refusal, each with the setting that would allow it. */
  List<ConfigProblem> check(ConfigDocument offer) {
    List<ConfigProblem> refusals = new ArrayList<>();
    for (ExporterNode exporter : ExporterNode.allIn(offer.root())) {
      checkLocal(exporter, offer, refusals);
      String endpoint = exporter.endpoint();
      if (endpoint != null) {
        checkDestination(exporter, endpoint, offer, refusals);
        checkTls(exporter, endpoint, offer, refusals);
      }
    }
    return refusals;
  }

  private void checkLocal(
      ExporterNode exporter, ConfigDocument offer, List<ConfigProblem> refusals) {
    boolean known = knownPlaces.contains(exporter.place());
    if (exporter.isLocal() && !known && !settings.allows(Power.FILE_EXPORTERS)) {
      refusals.add(
          offer.problem(
              exporter.path(),
              "writes to a file or to the host's output; refused without"
                  + " otel.opamp.allow=file-exporters"));
    }
    if (exporter.listens() && !known && !settings.allows(Power.LISTEN)) {
      refusals.add(
          offer.problem(
              exporter.path(),
              "opens a listening socket that the start-up configuration does not open; refused"
                  + " without otel.opamp.allow=listen"));
    }
  }

  private void checkDestination(
      ExporterNode exporter, String endpoint, ConfigDocument offer, List<ConfigProblem> refusals) {
    if (!exporter.usesNamedConnection() && !destinations.allow(endpoint)) {
      refusals.add(offer.problem(ConfigDocument.child(exporter.path(), "endpoint"), FOREIGN_HOST));
    }
  }

  private void checkTls(
      ExporterNode exporter, String endpoint, ConfigDocument offer, List<ConfigProblem> refusals) {
    boolean insecure = exporter.isInsecure() && !destinations.isStartupOrLoopback(endpoint);
    if ((insecure || destinations.losesTls(endpoint)) && !settings.allows(Power.EVERYTHING)) {
      refusals.add(
          offer.problem(
              ConfigDocument.child(exporter.path(), insecure ? "tls.insecure" : "endpoint"),
              GIVES_UP_TLS));
    }
    for (Map.Entry<String, Object> file : exporter.tlsFiles().entrySet()) {
      if (file.getValue() instanceof String
          && !knownFiles.contains(file.getValue())
          && !settings.allows(Power.EVERYTHING)) {
        refusals.add(
            offer.problem(
                ConfigDocument.child(exporter.path(), "tls." + file.getKey()),
                "reads a local file that the start-up configuration does not name; refused"
                    + " without otel.opamp.allow=*"));
      }
    }
  }
}
