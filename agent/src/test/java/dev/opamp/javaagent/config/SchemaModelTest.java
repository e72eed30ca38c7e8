package dev.opamp.javaagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.OpenTelemetryConfigurationModel;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Holds the schema against the SDK's own model of the language, in both directions. */
class SchemaModelTest {

  private final Schema schema = Schema.shipped();
  private final List<String> differences = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  @Test
  void schemaAndModelNameTheSameProperties() {
    compare(OpenTelemetryConfigurationModel.class, Schema.ROOT, "");
    assertThat(seen).hasSizeGreaterThan(60);
    assertThat(differences).isEmpty();
  }

  private void compare(Type modelType, ValueType type, String path) {
    if (modelType instanceof ParameterizedType list && type.items != null) {
      compare(list.getActualTypeArguments()[0], type.items, path + "[]");
      return;
    }
    SchemaType named = schema.named(type);
    if (named == null || !seen.add(modelType.getTypeName() + type.name)) {
      return;
    }
    if (named.form == SchemaType.Form.ENUM) {
      compareWords((Class<?>) modelType, named, path);
      return;
    }
    Map<String, Type> properties = properties((Class<?>) modelType);
    properties.forEach(
        (name, propertyType) -> {
          SchemaType.Property property = named.properties.get(name);
          if (property == null) {
            differences.add("not in the schema: " + path + "." + name);
          } else if (property.supported) {
            compare(propertyType, property.type, path + "." + name);
          }
        });
    named.properties.forEach(
        (name, property) -> {
          if (property.supported && !property.extension && !properties.containsKey(name)) {
            differences.add("not in the model: " + path + "." + name);
          }
        });
  }

  private void compareWords(Class<?> model, SchemaType named, String path) {
    if (!model.isEnum()) {
      return;
    }
    if (model.getEnumConstants().length != named.words.size()) {
      differences.add("other words: " + path + " in " + named.words);
    }
  }

  private static Map<String, Type> properties(Class<?> model) {
    Map<String, Type> properties = new TreeMap<>();
    for (Method method : model.getDeclaredMethods()) {
      JsonProperty name = method.getAnnotation(JsonProperty.class);
      if (name != null && method.getParameterCount() == 0) {
        properties.put(name.value(), method.getGenericReturnType());
      }
    }
    return properties;
  }
}
