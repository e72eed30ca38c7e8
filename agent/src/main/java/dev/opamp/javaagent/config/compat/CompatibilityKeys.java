package dev.opamp.javaagent.config.compat;

import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values that other agents take instead of declarative configuration. Policies are laid
 * over the document first, in the order of their files, and then Elastic's keys.
 */
public final class CompatibilityKeys {

  /** The file of Elastic's central configuration. */
  public static final String ELASTIC = "elastic";

  private CompatibilityKeys() {}

  /**
   * Translates keys into a part of a declarative document.
   *
   * @param keys by file; all files but {@link #ELASTIC} hold policies
   * @param below the document that the keys are laid over
   */
  public static Translation translate(Map<String, Object> keys, Map<String, Object> below) {
    Draft draft = new Draft(new DocumentBelow(below));
    keys.forEach(
        (file, values) -> {
          if (!file.equals(ELASTIC)) {
            PolicyKeys.translate(file, map(values), draft);
          }
        });
    ElasticKeys.translate(ELASTIC, map(keys.get(ELASTIC)), draft);
    return draft.finished();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ?> map(@Nullable Object values) {
    return values instanceof Map ? (Map<String, ?>) values : Collections.emptyMap();
  }
}
