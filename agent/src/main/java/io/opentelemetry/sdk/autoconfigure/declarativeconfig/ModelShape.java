package io.opentelemetry.sdk.autoconfigure.declarativeconfig;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one class of the library's model, which its fields are named after.
 *
 * <p>The names are derived and not read from the annotations, whose classes are not in the jar.
 */
final class ModelShape {

  private static final String REST = "additionalProperties";
  private static final String DEVELOPMENT = "_development";

  private final Map<String, Field> fields = new LinkedHashMap<>();
  private @Nullable Field rest;

  ModelShape(Class<?> model) {
    for (Field field : model.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
        add(field);
      }
    }
  }

  private void add(Field field) {
    field.setAccessible(true);
    if (field.getName().equals(REST)) {
      rest = field;
    } else {
      fields.put(keyOf(field.getName()), field);
    }
  }

  private static String keyOf(String name) {
    StringBuilder key = new StringBuilder();
    // One stands before names that are words of Java.
    for (int i = name.startsWith("_") ? 1 : 0; i < name.length(); i++) {
      key.append(Character.isUpperCase(name.charAt(i)) ? "_" : "").append(name.charAt(i));
    }
    String snake = key.toString().toLowerCase(Locale.ROOT);
    return snake.endsWith(DEVELOPMENT)
        ? snake.substring(0, snake.length() - DEVELOPMENT.length()) + "/development"
        : snake;
  }

  /** Returns the fields by key. */
  Map<String, Field> fields() {
    return fields;
  }

  /** Returns the field for keys that no other is for, null if the class knows all its keys. */
  @Nullable Field rest() {
    return rest;
  }

  /** Returns what the values of {@link #rest} are. */
  static Type restType(Field rest) {
    return ((ParameterizedType) rest.getGenericType()).getActualTypeArguments()[1];
  }
}
