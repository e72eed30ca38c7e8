package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads a list of processors, each batch or simple, and closes those built when one fails. */
final class ProcessorList {

  /** Builds one processor with its exporter. */
  interface Builder<P> {
    P build(DocumentNode kind, DocumentNode item) throws ConfigRejectedException;
  }

  private ProcessorList() {}

  static <P> List<P> build(
      DocumentNode place, Builder<P> batch, Builder<P> simple, Consumer<P> close)
      throws ConfigRejectedException {
    List<P> built = new ArrayList<>();
    try {
      for (DocumentNode item : place.items()) {
        built.add(one(item, batch, simple));
      }
      return built;
    } catch (ConfigRejectedException | RuntimeException | LinkageError e) {
      built.forEach(close);
      throw e;
    }
  }

  private static <P> P one(DocumentNode item, Builder<P> batch, Builder<P> simple)
      throws ConfigRejectedException {
    List<DocumentNode> kinds = item.children();
    if (kinds.size() != 1) {
      throw Refusal.of(item, "names no processor");
    }
    DocumentNode kind = kinds.get(0);
    switch (kind.path().substring(item.path().length() + 1)) {
      case "batch":
        return batch.build(kind, item);
      case "simple":
        return simple.build(kind, item);
      default:
        throw Refusal.of(kind, "the application's SDK has no such processor");
    }
  }
}
