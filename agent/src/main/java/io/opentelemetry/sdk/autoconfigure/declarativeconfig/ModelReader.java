package io.opentelemetry.sdk.autoconfigure.declarativeconfig;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills objects of the library's model from trees of maps, lists and scalars, with the results of
 * the mapper that the library uses: a key without a value is an empty object or list, and a scalar
 * that is not there.
 */
final class ModelReader {

  private ModelReader() {}

  /**
   * @throws ModelMismatchException naming the first key that does not fit
   */
  static <M> M read(@Nullable Object tree, Class<M> type) {
    return type.cast(model(tree, type, ""));
  }

  private static @Nullable Object value(@Nullable Object tree, Type type, String path) {
    if (type instanceof ParameterizedType) {
      return list(tree, ((ParameterizedType) type).getActualTypeArguments()[0], path);
    }
    Class<?> target = (Class<?>) type;
    if (target == Object.class) {
      return tree;
    }
    return target.isEnum() || target.getName().startsWith("java.lang.")
        ? ModelScalars.read(tree, target, path)
        : model(tree, target, path);
  }

  private static List<Object> list(@Nullable Object tree, Type element, String path) {
    List<Object> read = new ArrayList<>();
    if (tree == null) {
      return read;
    }
    if (!(tree instanceof List)) {
      throw ModelMismatchException.invalid(path, List.class);
    }
    for (Object entry : (List<?>) tree) {
      String at = path + '[' + read.size() + ']';
      read.add(entry == null ? null : value(entry, element, at));
    }
    return read;
  }

  private static Object model(@Nullable Object tree, Class<?> type, String path) {
    Object model = newInstance(type);
    if (tree == null) {
      return model;
    }
    if (!(tree instanceof Map)) {
      throw ModelMismatchException.invalid(path, type);
    }
    ModelShape shape = new ModelShape(type);
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) tree).entrySet()) {
      String key = String.valueOf(entry.getKey());
      fill(model, shape, key, entry.getValue(), path.isEmpty() ? key : path + '.' + key);
    }
    return model;
  }

  private static void fill(
      Object model, ModelShape shape, String key, @Nullable Object tree, String path) {
    Field field = shape.fields().get(key);
    if (field != null) {
      set(model, field, value(tree, field.getGenericType(), path));
      return;
    }
    Field rest = shape.rest();
    if (rest == null) {
      throw new ModelMismatchException(path, "is not a known key");
    }
    restOf(model, rest)
        .put(key, tree == null ? null : value(tree, ModelShape.restType(rest), path));
  }

  @SuppressWarnings("unchecked") // The model's own type of all such fields.
  private static Map<String, @Nullable Object> restOf(Object model, Field rest) {
    Map<String, @Nullable Object> values = (Map<String, @Nullable Object>) get(model, rest);
    if (values == null) {
      values = new LinkedHashMap<>();
      set(model, rest, values);
    }
    return values;
  }

  private static Object newInstance(Class<?> type) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no object of " + type.getName(), e);
    }
  }

  private static void set(Object model, Field field, @Nullable Object value) {
    try {
      field.set(model, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("no access to " + field, e);
    }
  }

  static @Nullable Object get(Object model, Field field) {
    try {
      return field.get(model);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("no access to " + field, e);
    }
  }
}
