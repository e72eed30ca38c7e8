package dev.opamp.javaagent.testing.suites.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.opamp.javaagent.testing.sink.OtlpSink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Random valid documents, each made from the one before by drawing one to three places anew, and
 * one time in eight all of them. Every document has the main pipeline of each signal; the rest of
 * it comes and goes. None switches a signal or a counted scope off: what is made in the moment of
 * such a change is in or out by chance, and could not be counted.
 */
final class RandomDocuments {

  /**
   * @param text the document, in the subset of YAML that is JSON
   * @param interval of the main metric reader, milliseconds
   */
  record Document(String text, int interval) {}

  private final ObjectMapper json = new ObjectMapper();
  private final Dice dice;
  private final Map<String, Supplier<@Nullable Object>> places = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> drawn = new TreeMap<>();

  RandomDocuments(long seed, OtlpSink... sinks) {
    this.dice = new Dice(seed);
    RandomExporter exporters = new RandomExporter(dice, sinks);
    traces(new RandomTraces(dice, exporters));
    metrics(new RandomMetrics(dice, exporters));
    logs(exporters);
    common();
    places.forEach((place, draw) -> drawn.put(place, draw.get()));
  }

  private void traces(RandomTraces traces) {
    places.put("sampler", traces::sampler);
    places.put("span pipeline", () -> traces.processor(Ledger.MAIN));
    places.put("other span pipeline", optional(() -> traces.processor(Ledger.EXTRA)));
    places.put("span limits", optional(traces::limits));
    places.put("tracers", optional(() -> traces.configurator("counting.spans")));
  }

  private void metrics(RandomMetrics metrics) {
    places.put("reader", () -> metrics.reader(Ledger.MAIN));
    places.put("other reader", optional(() -> metrics.reader(Ledger.EXTRA)));
    places.put("views", metrics::views);
    places.put("exemplars", optional(metrics::exemplarFilter));
    places.put(
        "meters", optional(() -> RandomTraces.configurator("meters", "counting.metrics", dice)));
  }

  private void logs(RandomExporter exporters) {
    places.put("log pipeline", () -> logProcessor(exporters, Ledger.MAIN));
    places.put("other log pipeline", optional(() -> logProcessor(exporters, Ledger.EXTRA)));
    places.put(
        "log limits", optional(() -> Dice.object("attribute_count_limit", dice.between(1, 99))));
    places.put(
        "loggers", optional(() -> RandomTraces.configurator("loggers", "counting.logs", dice)));
  }

  private void common() {
    places.put("file format", () -> dice.any("1.0", "1.1"));
    places.put("resource", optional(this::resource));
    places.put("propagator", optional(this::propagator));
    places.put(
        "attribute limits",
        optional(
            () ->
                Dice.object(
                    "attribute_count_limit",
                    dice.between(3, 128),
                    "attribute_value_length_limit",
                    dice.between(8, 4096))));
  }

  private Supplier<@Nullable Object> optional(Supplier<Object> draw) {
    return () -> dice.oneIn(2) ? draw.get() : null;
  }

  private Map<String, Object> logProcessor(RandomExporter exporters, String pipeline) {
    return Dice.only("batch", RandomTraces.batch(dice, exporters.draw(pipeline, "logs")));
  }

  private Map<String, Object> resource() {
    return Dice.object(
        "attributes",
        Dice.list(
            Dice.object("name", "soak.round", "value", "r" + dice.between(1, 1000)),
            Dice.object("name", "soak.colour", "value", dice.any("red", "green", "blue"))));
  }

  private Map<String, Object> propagator() {
    return dice.oneIn(2)
        ? Dice.object("composite_list", dice.any("tracecontext", "tracecontext,baggage", "b3"))
        : Dice.object(
            "composite", Dice.list(Dice.only("tracecontext", null), Dice.only("baggage", null)));
  }

  Document next() {
    if (dice.oneIn(8)) {
      places.forEach((place, draw) -> drawn.put(place, draw.get()));
    } else {
      List<String> names = new ArrayList<>(places.keySet());
      for (int i = dice.between(1, 3); i > 0; i--) {
        String place = names.remove(dice.between(0, names.size() - 1));
        drawn.put(place, places.get(place).get());
      }
    }
    return document();
  }

  private Document document() {
    Map<String, Object> document = new LinkedHashMap<>();
    put(document, "file_format", "file format");
    put(document, "attribute_limits", "attribute limits");
    put(document, "resource", "resource");
    put(document, "propagator", "propagator");
    document.put("tracer_provider", tracerProvider());
    document.put("meter_provider", meterProvider());
    document.put("logger_provider", loggerProvider());
    try {
      return new Document(
          json.writerWithDefaultPrettyPrinter().writeValueAsString(document), interval());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, Object> tracerProvider() {
    Map<String, Object> section = new LinkedHashMap<>();
    List<Object> processors = present("span pipeline", "other span pipeline");
    section.put("processors", processors);
    if (processors.stream().anyMatch(p -> ((Map<?, ?>) p).containsKey("simple"))) {
      section.put("sampler", RandomTraces.fewSpans());
    } else {
      put(section, "sampler", "sampler");
    }
    put(section, "limits", "span limits");
    put(section, "tracer_configurator/development", "tracers");
    return section;
  }

  private Map<String, Object> meterProvider() {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("readers", present("reader", "other reader"));
    put(section, "views", "views");
    put(section, "exemplar_filter", "exemplars");
    put(section, "meter_configurator/development", "meters");
    return section;
  }

  private Map<String, Object> loggerProvider() {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("processors", present("log pipeline", "other log pipeline"));
    put(section, "limits", "log limits");
    put(section, "logger_configurator/development", "loggers");
    return section;
  }

  private int interval() {
    Map<?, ?> reader = (Map<?, ?>) drawn.get("reader");
    return (Integer) ((Map<?, ?>) reader.get("periodic")).get("interval");
  }

  private List<Object> present(String... names) {
    List<Object> items = new ArrayList<>();
    for (String name : names) {
      Object item = drawn.get(name);
      if (item != null) {
        items.add(item);
      }
    }
    return items;
  }

  private void put(Map<String, Object> into, String key, String place) {
    Object value = drawn.get(place);
    if (value != null) {
      into.put(key, value);
    }
  }

  /** Whether to wait before the next one, and how many milliseconds. */
  int pause() {
    return dice.oneIn(2) ? 0 : dice.between(1, 800);
  }
}
