package dev.opamp.javaagent.telemetry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The delegates handed out for instrumentation scopes, each bound to the provider in force.
 *
 * @param <P> the provider
 * @param <T> what the provider makes for a scope
 * @param <D> the delegate the application holds
 */
final class ScopeRegistry<P, T, D> {

  private final BiFunction<P, ScopeKey, T> lookup;
  private final Function<T, D> wrap;
  private final BiConsumer<D, T> rebind;
  private final Map<ScopeKey, D> delegates = new ConcurrentHashMap<>();
  private P current;

  ScopeRegistry(
      P initial, BiFunction<P, ScopeKey, T> lookup, Function<T, D> wrap, BiConsumer<D, T> rebind) {
    this.current = initial;
    this.lookup = lookup;
    this.wrap = wrap;
    this.rebind = rebind;
  }

  D get(ScopeKey key) {
    D known = delegates.get(key);
    return known == null ? create(key) : known;
  }

  /** Serialized with {@link #switchTo}, so that no new delegate is left on an old provider. */
  private synchronized D create(ScopeKey key) {
    return delegates.computeIfAbsent(key, k -> wrap.apply(lookup.apply(current, k)));
  }

  /** Tells name and version of each scope. */
  void forEachScope(BiConsumer<@Nullable String, @Nullable String> scopes) {
    delegates.keySet().forEach(key -> scopes.accept(key.name, key.version));
  }

  /**
   * Binds every delegate to a provider.
   *
   * @param configure changes the provider while no delegate is being made, which might be missed
   */
  synchronized void switchTo(P next, Consumer<P> configure) {
    configure.accept(next);
    if (next == current) {
      return;
    }
    current = next;
    delegates.forEach((key, delegate) -> rebind.accept(delegate, lookup.apply(next, key)));
  }
}
