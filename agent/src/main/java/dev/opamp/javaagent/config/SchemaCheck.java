package dev.opamp.javaagent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds a document against the schema and collects every problem. The result is the document with
 * what nothing here can honour left out, and with numbers where text is wanted turned into the text
 * that was written.
 */
final class SchemaCheck {

  private final Schema schema;
  private final ScalarCheck scalars;
  private final ConfigDocument document;
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final List<ConfigProblem> unsupported = new ArrayList<>();

  private SchemaCheck(Schema schema, ConfigDocument document) {
    this.schema = schema;
    this.document = document;
    this.scalars = new ScalarCheck(document, problems);
  }

  /**
   * @param whole false for a part that will be laid over something: the root may then lack what is
   *     required of it
   */
  static CheckedDocument check(Schema schema, ConfigDocument document, boolean whole) {
    SchemaCheck check = new SchemaCheck(schema, document);
    SchemaType root = schema.named(Schema.ROOT);
    if (root == null) {
      throw new IllegalStateException("the schema has no root");
    }
    Map<String, Object> tree = check.object(document.root(), root, "", whole);
    return new CheckedDocument(document.withRoot(tree), check.problems, check.unsupported);
  }

  private @Nullable Object value(@Nullable Object value, ValueType type, String path) {
    if (value == null || type.kind == ValueType.Kind.ANY) {
      return value;
    }
    if (type.kind == ValueType.Kind.LIST) {
      return list(value, type, path);
    }
    SchemaType named = schema.named(type);
    if (named == null) {
      return scalars.check(value, type, path);
    }
    if (named.form == SchemaType.Form.ENUM) {
      return scalars.word(value, named.words, path);
    }
    if (!(value instanceof Map)) {
      problem(path, "must be a mapping, but is " + ScalarCheck.kindOf(value));
      return value;
    }
    return named.form == SchemaType.Form.CHOICE
        ? choice(Trees.map(value), named, path)
        : object(Trees.map(value), named, path, true);
  }

  private Object list(Object value, ValueType type, String path) {
    if (!(value instanceof List) || type.items == null) {
      problem(path, "must be a list, but is " + ScalarCheck.kindOf(value));
      return value;
    }
    List<Object> items = new ArrayList<>();
    for (Object item : Trees.list(value)) {
      String at = ConfigDocument.item(path, items.size());
      if (item == null) {
        problem(at, "is empty");
      }
      items.add(value(item, type.items, at));
    }
    return Collections.unmodifiableList(items);
  }

  private Map<String, Object> object(
      Map<String, Object> map, SchemaType type, String path, boolean whole) {
    Map<String, Object> checked = new LinkedHashMap<>();
    map.forEach((key, value) -> property(key, value, type, path, checked));
    type.properties.forEach(
        (key, property) -> {
          if (whole && property.required && map.get(key) == null) {
            problem(ConfigDocument.child(path, key), "is required");
          }
        });
    return Collections.unmodifiableMap(checked);
  }

  private Map<String, Object> choice(Map<String, Object> map, SchemaType type, String path) {
    Map<String, Object> checked = new LinkedHashMap<>();
    String known = String.join(", ", type.properties.keySet());
    if (map.isEmpty()) {
      problem(path, "names none of: " + known);
    } else if (map.size() > 1) {
      problem(path, "names " + map.size() + " at once; exactly one is allowed of: " + known);
    }
    map.forEach(
        (key, value) -> {
          SchemaType.Property property = type.properties.get(key);
          property(key, value, type, path, checked);
          // A choice may be named without a value, but not when its type requires something.
          if (value == null && property != null && property.supported) {
            value(Collections.emptyMap(), property.type, ConfigDocument.child(path, key));
          }
        });
    return Collections.unmodifiableMap(checked);
  }

  private void property(
      String key,
      @Nullable Object value,
      SchemaType type,
      String path,
      Map<String, Object> checked) {
    String at = ConfigDocument.child(path, key);
    SchemaType.Property property = type.properties.get(key);
    if (property == null) {
      problem(at, "is not known; known here: " + String.join(", ", type.properties.keySet()));
    } else if (!property.supported) {
      if (value != null || type.form == SchemaType.Form.CHOICE) {
        unsupported.add(document.problem(at, "cannot be honoured in this JVM"));
      }
    } else {
      checked.put(key, value(value, property.type, at));
    }
  }

  private void problem(String path, String message) {
    problems.add(document.problem(path, message));
  }
}
