package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.telemetry.prometheus.ScrapeOutlet;
import dev.opamp.javaagent.telemetry.prometheus.ScrapeSockets;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.DeclarativeComponents;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Readers that Prometheus reads from; the outlet is a listening socket. */
final class PullReaders implements ReaderKind {

  static final String KEY = "pull";
  static final String PROMETHEUS = "prometheus/development";

  private static final String DEFAULT_HOST = "localhost";
  private static final int DEFAULT_PORT = 9464;

  private final DeclarativeComponents components;
  private final SignalStats stats;
  private final ScrapeSockets sockets;

  PullReaders(DeclarativeComponents components, SignalStats stats, ScrapeSockets sockets) {
    this.components = components;
    this.stats = stats;
    this.sockets = sockets;
  }

  @Override
  public String key() {
    return KEY;
  }

  /** Returns the place with the address alone: all else can change behind a socket. */
  @Override
  public DocumentNode outletNode(DocumentNode reader) {
    return reader.with(
        Collections.singletonMap(
            KEY,
            Collections.singletonMap(
                "exporter", Collections.singletonMap(PROMETHEUS, address(reader)))));
  }

  @Override
  public Part<ReaderOutlet> outlet(DocumentNode outletNode) {
    DocumentNode prometheus = exporter(outletNode);
    ScrapeOutlet outlet = ScrapeOutlet.open(sockets, host(prometheus), (int) port(prometheus));
    PipelineStats pipeline = stats.open(PipelineLabel.of(outletNode));
    return new Part<>(
        outletNode,
        reader -> PullPlan.of(reader, outlet, pipeline, components),
        pipeline,
        CompletableResultCode::ofSuccess,
        outlet::close,
        () -> stats.close(pipeline));
  }

  /** The place of the one exporter that a reader of this kind can have. */
  static DocumentNode exporter(DocumentNode reader) {
    return reader.child(KEY).child("exporter").child(PROMETHEUS);
  }

  /** Returns what is said of the address, the defaults included. */
  static Map<String, Object> address(DocumentNode reader) {
    DocumentNode prometheus = exporter(reader);
    Map<String, Object> address = new LinkedHashMap<>();
    address.put("host", host(prometheus));
    address.put("port", port(prometheus));
    return address;
  }

  private static String host(DocumentNode prometheus) {
    Object host = prometheus.child("host").value();
    return host == null ? DEFAULT_HOST : String.valueOf(host);
  }

  private static long port(DocumentNode prometheus) {
    Object port = prometheus.child("port").value();
    return port instanceof Number ? ((Number) port).longValue() : DEFAULT_PORT;
  }
}
