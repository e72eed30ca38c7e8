package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a configurator of a document says about instrumentation scopes: the first rule whose name
 * matches counts, then the default, and where there is none the application's own.
 *
 * @param <T> what is said of a scope
 */
final class ScopeRules<T> {

  /** Reads what is said of a scope. */
  interface Reader<T> {
    T read(DocumentNode config) throws ConfigRejectedException;
  }

  private final List<Rule<T>> rules;
  private final @Nullable T otherwise;

  private ScopeRules(List<Rule<T>> rules, @Nullable T otherwise) {
    this.rules = rules;
    this.otherwise = otherwise;
  }

  /**
   * @param list the key of the rules: tracers, meters or loggers
   */
  static <T> Piece<ScopeRules<T>> piece(DocumentNode place, String list, Reader<T> reader)
      throws ConfigRejectedException {
    Refusal refusal = new Refusal();
    refusal.unlessIn(place, "is not known here", "default_config", list);
    refusal.check();
    List<Rule<T>> rules = new ArrayList<>();
    for (DocumentNode item : place.child(list).items()) {
      String name = String.valueOf(item.child("name").value());
      rules.add(new Rule<>(NamePattern.of(name), reader.read(item.child("config"))));
    }
    DocumentNode byDefault = place.child("default_config");
    T otherwise = byDefault.isPresent() ? reader.read(byDefault) : null;
    return new Piece<>(new ScopeRules<>(rules, otherwise), place, Closing.NOTHING);
  }

  /** Reads whether a scope is enabled; nothing else may be said of it. */
  static Boolean enabled(DocumentNode config) throws ConfigRejectedException {
    Refusal refusal = new Refusal();
    refusal.unlessIn(config, "is not known here", "enabled");
    refusal.check();
    return !config.child("enabled").sameValue(false);
  }

  /** Returns what is said of a scope, null when nothing is. */
  @Nullable T of(String scope) {
    for (Rule<T> rule : rules) {
      if (rule.name.matches(scope)) {
        return rule.config;
      }
    }
    return otherwise;
  }

  /** Returns the rules as a function that falls back to another one. */
  <S, R> Function<S, R> over(
      Function<S, R> own, Function<S, String> nameOf, Function<T, R> translate) {
    return scope -> {
      T config = of(nameOf.apply(scope));
      return config == null ? own.apply(scope) : translate.apply(config);
    };
  }

  /** One rule. */
  private static final class Rule<T> {
    final NamePattern name;
    final T config;

    Rule(NamePattern name, T config) {
      this.name = name;
      this.config = config;
    }
  }
}
