package dev.opamp.javaagent.config.compat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of Elastic's central configuration. */
final class ElasticKeys {

  private static final Map<String, Key> KEYS = keys();

  private ElasticKeys() {}

  private static Map<String, Key> keys() {
    Map<String, Key> keys = new LinkedHashMap<>();
    keys.put("sampling_rate", (text, draft) -> draft.sample(Numbers.upTo(1, text)));
    keys.put("send_traces", (text, draft) -> send(Signal.TRACES, text, draft));
    keys.put("send_metrics", (text, draft) -> send(Signal.METRICS, text, draft));
    keys.put("send_logs", (text, draft) -> send(Signal.LOGS, text, draft));
    keys.put(
        "deactivate_instrumentations",
        (text, draft) -> draft.disableScopes(InstrumentationNames.parse(text)));
    keys.put("deactivate_all_instrumentations", ElasticKeys::deactivateAll);
    keys.put("logging_level", (text, draft) -> draft.log(LoggingLevel.parse(text)));
    keys.put("opamp_polling_interval", (text, draft) -> draft.poll(PollInterval.parse(text)));
    keys.put("infer_spans", (text, draft) -> inferSpans(text));
    return Collections.unmodifiableMap(keys);
  }

  static void translate(String file, Map<String, ?> values, Draft draft) {
    values.forEach(
        (name, value) -> {
          try {
            key(name).take(text(value), draft);
          } catch (RefusedKeyException e) {
            draft.refuse(file + "." + name, e.reason());
          }
        });
  }

  private static Key key(String name) throws RefusedKeyException {
    Key key = KEYS.get(name);
    if (key == null) {
      throw new RefusedKeyException(
          "is not known; known here: " + String.join(", ", KEYS.keySet()));
    }
    return key;
  }

  /** All values are meant to be texts; numbers and truth values say the same. */
  private static String text(@Nullable Object value) throws RefusedKeyException {
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    throw new RefusedKeyException("must be a text");
  }

  private static void send(Signal signal, String text, Draft draft) throws RefusedKeyException {
    if (truth(text)) {
      draft.requireSent(signal);
    } else {
      draft.stopSending(signal);
    }
  }

  private static void deactivateAll(String text, Draft draft) throws RefusedKeyException {
    if (truth(text)) {
      draft.disableScopes(InstrumentationNames.all());
    }
  }

  private static void inferSpans(String text) throws RefusedKeyException {
    if (truth(text)) {
      throw new RefusedKeyException("cannot be honoured: this agent infers no spans");
    }
  }

  private static boolean truth(String text) throws RefusedKeyException {
    String word = text.trim().toLowerCase(Locale.ROOT);
    if (word.equals("true") || word.equals("false")) {
      return word.equals("true");
    }
    throw new RefusedKeyException("must be true or false");
  }

  /** What is done with the value of a key. */
  private interface Key {
    void take(String text, Draft draft) throws RefusedKeyException;
  }
}
