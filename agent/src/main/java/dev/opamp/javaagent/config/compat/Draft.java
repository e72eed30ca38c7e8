package dev.opamp.javaagent.config.compat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A translation in the making, key by key. What is said twice counts as it was said last. */
final class Draft {

  private final DocumentBelow below;
  private final Map<String, Map<String, Object>> providers = new LinkedHashMap<>();
  private final Set<String> disabledScopes = new LinkedHashSet<>();
  private final List<KeyProblem> problems = new ArrayList<>();
  private String logLevel = "";
  private @Nullable Duration pollInterval;

  Draft(DocumentBelow below) {
    this.below = below;
  }

  void refuse(String path, String reason) {
    problems.add(new KeyProblem(path, reason));
  }

  /** The parent decides where there is one, as everywhere else in the trace. */
  void sample(double ratio) throws RefusedKeyException {
    if (!below.provides(Signal.TRACES)) {
      throw new RefusedKeyException(
          "cannot be honoured: the configuration it is laid over has no tracer_provider");
    }
    Map<String, Object> root = node("trace_id_ratio_based", node("ratio", ratio));
    provider(Signal.TRACES).put("sampler", node("parent_based", node("root", root)));
  }

  /** Nothing leaves, and all else goes on: context is propagated, and sampling decided. */
  void stopSending(Signal signal) {
    if (below.provides(signal)) {
      provider(signal).put(signal.outlets, below.silentOutlets(signal));
    }
  }

  /** Only what exports anyway can be sent: a key alone cannot say where to. */
  void requireSent(Signal signal) throws RefusedKeyException {
    if (!below.exports(signal)) {
      throw new RefusedKeyException(
          "cannot be honoured: the configuration it is laid over exports none of them, and this"
              + " key does not say where to");
    }
  }

  void disableScopes(Set<String> globs) {
    disabledScopes.addAll(globs);
  }

  void log(String level) {
    logLevel = level;
  }

  void poll(Duration interval) {
    pollInterval = interval;
  }

  Translation finished() {
    for (Signal signal : Signal.values()) {
      if (below.provides(signal) && !disabledScopes.isEmpty()) {
        provider(signal).put(signal.configurator, node(signal.scopes, scopes(signal)));
      }
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    if (!logLevel.isEmpty()) {
      // The schema has no word for off: nothing is said there, and the agent told beside it.
      tree.put("log_level", logLevel.equals(LoggingLevel.OFF) ? null : logLevel);
    }
    providers.forEach((name, part) -> tree.put(name, Collections.unmodifiableMap(part)));
    return new Translation(tree, logLevel, pollInterval, problems);
  }

  /** Before what was there, for the first that matches counts. */
  private List<Object> scopes(Signal signal) {
    List<Object> scopes = new ArrayList<>();
    for (String glob : disabledScopes) {
      Map<String, Object> scope = new LinkedHashMap<>();
      scope.put("name", glob);
      scope.put("config", node("enabled", false));
      scopes.add(Collections.unmodifiableMap(scope));
    }
    scopes.addAll(below.scopes(signal));
    return Collections.unmodifiableList(scopes);
  }

  private Map<String, Object> provider(Signal signal) {
    return providers.computeIfAbsent(signal.provider, name -> new LinkedHashMap<>());
  }

  private static Map<String, Object> node(String key, Object value) {
    return Collections.singletonMap(key, value);
  }
}
