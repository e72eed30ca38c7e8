package io.opentelemetry.sdk.autoconfigure.declarativeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.OpenTelemetryConfigurationModel;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Holds our reader and writer of models against the mapper that the library uses. */
class ModelReaderTest {

  private static final Path SPECIMENS = Path.of("src/test/resources/opentelemetry-configuration");
  private static final Class<OpenTelemetryConfigurationModel> ROOT =
      OpenTelemetryConfigurationModel.class;

  /** With keys that came after this version of the library, or with variables. */
  private static final Set<String> TOO_NEW =
      Set.of(
          "otel-sdk-config.yaml",
          "otel-sdk-migration-config.yaml",
          "OtlpHttpExporter_logs_kitchen_sink.yaml",
          "LogRecordLimits_kitchen_sink.yaml",
          "OtlpGrpcExporter_traces_kitchen_sink.yaml",
          "OtlpGrpcMetricExporter_metrics_kitchen_sink.yaml",
          "SpanLimits_kitchen_sink.yaml");

  private static final ObjectMapper MAPPER = mapper();

  /** As the library's documentation tells others to set it up. */
  private static ObjectMapper mapper() {
    ObjectMapper mapper =
        new ObjectMapper().setDefaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
    for (Class<?> scalar : List.of(String.class, Integer.class, Double.class, Boolean.class)) {
      mapper.configOverride(scalar).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.SET));
    }
    return mapper;
  }

  static Stream<Path> specimens() throws IOException {
    try (Stream<Path> files = Files.walk(SPECIMENS)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
    }
  }

  private static Object tree(Path file) throws IOException {
    LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    return new Load(settings).loadFromString(Files.readString(file));
  }

  @ParameterizedTest
  @MethodSource("specimens")
  void officialDocumentsAreReadAndWrittenAsByTheMapper(Path file) throws IOException {
    Object tree = tree(file);
    boolean hasWhatTheModelHasNot = TOO_NEW.contains(file.getFileName().toString());
    assertThat(sameAsTheMapper(tree)).isNotEqualTo(hasWhatTheModelHasNot);
    if (hasWhatTheModelHasNot) {
      return;
    }
    OpenTelemetryConfigurationModel model = ModelReader.read(tree, ROOT);
    assertThat(ModelWriter.write(model))
        .isEqualTo(MAPPER.convertValue(model, new TypeReference<Map<String, Object>>() {}));
  }

  /** Every place of every document without its value, or with one of another kind. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void damagedDocumentsAreReadOrRefusedAsByTheMapper(long seed) throws IOException {
    Random random = new Random(seed);
    int refused = 0;
    for (Path file : specimens().toList()) {
      for (int i = 0; i < 40; i++) {
        Object damaged = damage(tree(file), random);
        refused += damaged == null || sameAsTheMapper(damaged) ? 0 : 1;
      }
    }
    assertThat(refused).isPositive();
  }

  private static boolean sameAsTheMapper(Object tree) {
    OpenTelemetryConfigurationModel expected;
    try {
      expected = MAPPER.convertValue(tree, ROOT);
    } catch (IllegalArgumentException e) {
      assertThatThrownBy(() -> ModelReader.read(tree, ROOT))
          .as("%s: %s", tree, e.getMessage())
          .isInstanceOf(ModelMismatchException.class);
      return false;
    }
    assertThat(ModelReader.read(tree, ROOT)).as("%s", tree).isEqualTo(expected);
    return true;
  }

  /** Changes one value somewhere below. */
  private static Object damage(Object tree, Random random) {
    Object found = tree;
    if (tree instanceof Map<?, ?> map && !map.isEmpty() && random.nextInt(8) > 0) {
      Object key = List.copyOf(map.keySet()).get(random.nextInt(map.size()));
      Map<Object, Object> copy = new LinkedHashMap<>(map);
      copy.put(key, damage(map.get(key), random));
      return copy;
    }
    if (tree instanceof List<?> list && !list.isEmpty() && random.nextInt(8) > 0) {
      List<Object> copy = new ArrayList<>(list);
      int index = random.nextInt(list.size());
      copy.set(index, damage(list.get(index), random));
      return copy;
    }
    List<Object> others = Arrays.asList(null, "text", 5L, 7, 1.5, true, List.of(), Map.of("x", 1));
    Object other = others.get(random.nextInt(others.size()));
    return other == found ? null : other;
  }

  @Test
  void keysAreThoseOfTheAnnotations() {
    Set<Class<?>> models = new LinkedHashSet<>();
    collect(ROOT, models);
    assertThat(models).hasSizeGreaterThan(110);
    for (Class<?> model : models) {
      ModelShape shape = new ModelShape(model);
      assertThat(shape.fields().keySet())
          .as(model.getSimpleName())
          .containsExactlyInAnyOrderElementsOf(annotated(model));
      assertThat(shape.rest() != null).isEqualTo(hasAnySetter(model));
    }
  }

  private static Set<String> annotated(Class<?> model) {
    return Arrays.stream(model.getDeclaredMethods())
        .map(method -> method.getAnnotation(JsonProperty.class))
        .filter(annotation -> annotation != null)
        .map(JsonProperty::value)
        .collect(Collectors.toSet());
  }

  private static boolean hasAnySetter(Class<?> model) {
    return Arrays.stream(model.getDeclaredMethods())
        .map(Method::getName)
        .anyMatch("withAdditionalProperty"::equals);
  }

  private static void collect(Type type, Set<Class<?>> models) {
    if (type instanceof ParameterizedType parameterized) {
      for (Type argument : parameterized.getActualTypeArguments()) {
        collect(argument, models);
      }
    } else if (type instanceof Class<?> model
        && model.getName().contains(".declarativeconfig.model.")
        && !model.isEnum()
        && models.add(model)) {
      for (Field field : model.getDeclaredFields()) {
        collect(field.getGenericType(), models);
      }
    }
  }

  @Test
  void refusalsNameThePathAndTheReason() {
    assertRefused(
        Map.of("tracer_provider", Map.of("processors", List.of(Map.of("batch", List.of())))),
        "tracer_provider.processors[0].batch",
        "is not a valid BatchSpanProcessor");
    assertRefused(
        Map.of("attribute_limits", Map.of("attribute_count_limit", "many")),
        "attribute_limits.attribute_count_limit",
        "is not a valid Integer");
    assertRefused(
        Map.of("attribute_limits", Map.of("atribute_count_limit", 1)),
        "attribute_limits.atribute_count_limit",
        "is not a known key");
    assertRefused(
        Map.of("meter_provider", Map.of("exemplar_filter", "sometimes")),
        "meter_provider.exemplar_filter",
        "has no valid value");
    assertRefused(
        Map.of("logger_provider", Map.of("processors", "none")),
        "logger_provider.processors",
        "is not a valid List");
  }

  private static void assertRefused(Object tree, String path, String reason) {
    assertThatThrownBy(() -> ModelReader.read(tree, ROOT))
        .isInstanceOfSatisfying(
            ModelMismatchException.class, e -> assertThat(e.path()).isEqualTo(path))
        .hasMessage(reason);
  }
}
