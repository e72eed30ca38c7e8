package dev.opamp.javaagent.config.compat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What keys ask of the document they are laid over, which may still turn out to be wrong. */
final class DocumentBelow {

  private final Map<String, Object> root;

  DocumentBelow(Map<String, Object> root) {
    this.root = root;
  }

  boolean provides(Signal signal) {
    return root.get(signal.provider) instanceof Map;
  }

  boolean exports(Signal signal) {
    return outlets(signal).stream().anyMatch(DocumentBelow::isExporting);
  }

  /** What does something else than to export, and is not to stop with it. */
  List<Object> silentOutlets(Signal signal) {
    List<Object> silent = new ArrayList<>();
    for (Object outlet : outlets(signal)) {
      if (!isExporting(outlet)) {
        silent.add(outlet);
      }
    }
    return Collections.unmodifiableList(silent);
  }

  private List<?> outlets(Signal signal) {
    return list(map(root.get(signal.provider)).get(signal.outlets));
  }

  private static boolean isExporting(@Nullable Object outlet) {
    return map(outlet).values().stream().anyMatch(kind -> map(kind).containsKey("exporter"));
  }

  /** What is said of single scopes. */
  List<?> scopes(Signal signal) {
    return list(map(map(root.get(signal.provider)).get(signal.configurator)).get(signal.scopes));
  }

  private static Map<?, ?> map(@Nullable Object node) {
    return node instanceof Map ? (Map<?, ?>) node : Collections.emptyMap();
  }

  private static List<?> list(@Nullable Object node) {
    return node instanceof List ? (List<?>) node : Collections.emptyList();
  }
}
