package dev.opamp.javaagent.config.compat;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Policies as OpenTelemetry's dynamic-control reads them. There the user maps the keys of the
 * server to policies; here those count that its documentation uses. The only policy is the sampling
 * rate.
 */
final class PolicyKeys {

  private static final Set<String> RATIOS =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList("sampling_rate", "sampling-rate", "trace_rate", "traceid_ratio")));

  /** A ratio in some versions of dynamic-control, a percentage in others. */
  private static final String AMBIGUOUS = "trace-sampling";

  private static final String KNOWN =
      "sampling_rate, sampling-rate, trace_rate, traceid_ratio, trace-sampling";

  private final String file;
  private final Draft draft;
  private @Nullable String rateFrom;

  private PolicyKeys(String file, Draft draft) {
    this.file = file;
    this.draft = draft;
  }

  static void translate(String file, Map<String, ?> values, Draft draft) {
    if (values.isEmpty()) {
      draft.refuse(file, "holds no policy");
    }
    values.forEach(new PolicyKeys(file, draft)::take);
  }

  private void take(String key, @Nullable Object value) {
    try {
      double ratio = ratio(key, value);
      if (rateFrom != null) {
        throw new RefusedKeyException("says again what " + rateFrom + " says: the sampling rate");
      }
      rateFrom = key;
      draft.sample(ratio);
    } catch (RefusedKeyException e) {
      draft.refuse(file + "." + key, e.reason());
    }
  }

  private static double ratio(String key, @Nullable Object value) throws RefusedKeyException {
    if (key.equals("id")) {
      throw new RefusedKeyException(
          "cannot be honoured: a policy with a match of its own; only a key with a value can");
    }
    boolean ambiguous = key.equals(AMBIGUOUS);
    if (!ambiguous && !RATIOS.contains(key)) {
      throw new RefusedKeyException("is not known; known here: " + KNOWN);
    }
    if (value instanceof Map) {
      return named((Map<?, ?>) value);
    }
    if (!(value instanceof String || value instanceof Number)) {
      throw new RefusedKeyException("must be a number");
    }
    return ambiguous ? percentage(value.toString()) : Numbers.upTo(1, value.toString());
  }

  private static double named(Map<?, ?> value) throws RefusedKeyException {
    if (value.size() == 1) {
      String unit = String.valueOf(value.keySet().iterator().next());
      String number = String.valueOf(value.values().iterator().next());
      if (unit.equals("ratio") || unit.equals("probability")) {
        return Numbers.upTo(1, number);
      }
      if (unit.equals("percentage")) {
        return Numbers.upTo(100, number) / 100;
      }
    }
    throw new RefusedKeyException("must be a number, or one of ratio, probability, percentage");
  }

  /** Taken for what it can only be; a guess might be wrong by a factor of a hundred. */
  private static double percentage(String text) throws RefusedKeyException {
    double number = Numbers.upTo(100, text);
    if (number > 0 && number <= 1) {
      throw new RefusedKeyException(
          "may be a ratio or a percentage; use sampling_rate, or an object with ratio or"
              + " percentage");
    }
    return number / 100;
  }
}
