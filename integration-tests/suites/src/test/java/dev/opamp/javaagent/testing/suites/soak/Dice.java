package dev.opamp.javaagent.testing.suites.soak;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Random choices that one seed repeats exactly. */
final class Dice {

  private final Random random;

  Dice(long seed) {
    this.random = new Random(seed);
  }

  /** At least {@code from}, at most {@code to}. */
  int between(int from, int to) {
    return from + random.nextInt(to - from + 1);
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  @SafeVarargs
  final <T> T any(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Adds the key one time in two. */
  Dice maybe(Map<String, Object> into, String key, Supplier<?> value) {
    if (oneIn(2)) {
      into.put(key, value.get());
    }
    return this;
  }

  /** A mapping with one key, whose value may be null: {@code always_on:}. */
  static Map<String, Object> only(String key, @Nullable Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(key, value);
    return map;
  }

  static Map<String, Object> object(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  static List<Object> list(Object... items) {
    return List.of(items);
  }
}
