package dev.opamp.javaagent.telemetry;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The instrumentation scopes that the application has asked for: the first ones by name, and one
 * more than are reported, so that it shows when there are too many.
 */
final class ScopeCatalog implements BiConsumer<@Nullable String, @Nullable String> {

  private static final int LIMIT = 501;
  private static final int MAX_NAME = 200;

  private final TreeMap<String, Map<String, Object>> scopes = new TreeMap<>();

  @Override
  public void accept(@Nullable String name, @Nullable String version) {
    Map<String, Object> metadata = new TreeMap<>();
    metadata.put("otel.scope.name", cut(name));
    if (version != null) {
      metadata.put("otel.scope.version", cut(version));
    }
    scopes.put(version == null ? cut(name) : cut(name) + "@" + cut(version), metadata);
    if (scopes.size() > LIMIT) {
      scopes.pollLastEntry();
    }
  }

  /** Returns the scopes, as {@link ComponentTree} writes them. */
  Map<String, Object> nodes() {
    ComponentTree tree = new ComponentTree();
    scopes.forEach((name, metadata) -> tree.add(metadata, name));
    return tree.nodes(Collections.emptyMap());
  }

  /** Some applications name no scope at all. */
  private static String cut(@Nullable String given) {
    String text = Objects.toString(given, "");
    return text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME);
  }
}
