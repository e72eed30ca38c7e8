package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import java.util.List;

/** The one exporter below a place, OTLP over HTTP or gRPC: what applications bring. */
final class ExporterChoice {

  private final DocumentNode node;
  private final boolean http;

  private ExporterChoice(DocumentNode node, boolean http) {
    this.node = node;
    this.http = http;
  }

  /**
   * @param exporter the place whose only key is the kind of the exporter
   */
  static ExporterChoice of(DocumentNode exporter) throws ConfigRejectedException {
    List<DocumentNode> kinds = exporter.children();
    if (kinds.size() != 1) {
      throw Refusal.of(exporter, "names no exporter");
    }
    DocumentNode node = kinds.get(0);
    String kind = node.path().substring(exporter.path().length() + 1);
    if (!kind.equals("otlp_http") && !kind.equals("otlp_grpc")) {
      throw Refusal.of(node, "only OTLP exporters are built from the application's SDK");
    }
    return new ExporterChoice(node, kind.equals("otlp_http"));
  }

  DocumentNode node() {
    return node;
  }

  boolean isHttp() {
    return http;
  }

  /** The application's classes have no exporter of this kind. */
  ConfigRejectedException missing(LinkageError cause) {
    return Refusal.of(
        node,
        "the application brings no OTLP exporter (opentelemetry-exporter-otlp): "
            + Refusal.reason(cause));
  }
}
