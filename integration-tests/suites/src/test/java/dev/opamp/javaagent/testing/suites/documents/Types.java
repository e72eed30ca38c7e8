package dev.opamp.javaagent.testing.suites.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The agent's {@code schema.txt}, read without the agent's classes. */
public final class Types {

  private static final Path SCHEMA =
      Path.of("../../agent/src/main/resources/dev/opamp/javaagent/config/schema.txt");

  /** How the properties of a type go together. */
  public enum Form {
    OBJECT,
    CHOICE,
    ENUM
  }

  /** One line of a type. */
  public record Property(String name, String type, boolean required, boolean supported) {}

  /** One type; an enum has words and no properties. */
  public record Type(
      String name, Form form, Map<String, Property> properties, List<String> words) {}

  /** What a walk through a document tells of each value in it. */
  public interface Visitor {
    /**
     * @param owner the property, or the property whose list this is an item of; null for the root
     * @param type as written in the schema, {@code any} for what is below an unknown key
     */
    void visit(String path, String type, @Nullable Type of, @Nullable Property owner, Object value);
  }

  private final Map<String, Type> types = new LinkedHashMap<>();

  private Types() {}

  /** Reads the schema of this source tree. */
  public static Types read() {
    Types types = new Types();
    Type open = null;
    for (String line : lines()) {
      if (Character.isWhitespace(line.charAt(0))) {
        Property property = property(line.trim().split("\\s+"));
        open.properties().put(property.name(), property);
      } else {
        open = type(line.split("\\s+"));
        types.types.put(open.name(), open);
      }
    }
    return types;
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(SCHEMA).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Type type(String[] words) {
    Form form = Form.valueOf(words[0].toUpperCase(java.util.Locale.ROOT));
    List<String> enumWords =
        form == Form.ENUM ? List.of(words).subList(3, words.length) : List.of();
    return new Type(words[1], form, new LinkedHashMap<>(), enumWords);
  }

  private static Property property(String[] words) {
    List<String> flags = List.of(words).subList(2, words.length);
    return new Property(
        words[0], words[1], flags.contains("required"), !flags.contains("unsupported"));
  }

  /** The type of that name; null for a kind of scalar, a list, or {@code any}. */
  public @Nullable Type named(String type) {
    return types.get(type);
  }

  /** The type of the items; null for what is no list. */
  public static @Nullable String items(String type) {
    return type.startsWith("list(") ? type.substring(5, type.length() - 1) : null;
  }

  /** Every key that the agent honours, as {@code Type.key}. */
  public Set<String> supportedKeys() {
    Set<String> keys = new TreeSet<>();
    for (Type type : types.values()) {
      for (Property property : type.properties().values()) {
        if (property.supported()) {
          keys.add(type.name() + "." + property.name());
        }
      }
    }
    return keys;
  }

  /** Every key that a document uses, as {@code Type.key}. */
  public Set<String> keysIn(Object document) {
    Set<String> keys = new TreeSet<>();
    walk(
        document,
        (path, type, of, owner, value) -> {
          if (of != null && value instanceof Map<?, ?> map) {
            map.keySet().forEach(key -> keys.add(of.name() + "." + key));
          }
        });
    return keys;
  }

  /** Visits every value of a document, parents first. */
  public void walk(Object document, Visitor visitor) {
    walk(document, "Root", "", null, visitor);
  }

  private void walk(
      @Nullable Object value, String type, String path, @Nullable Property owner, Visitor visitor) {
    if (value == null) {
      return;
    }
    Type of = named(type);
    visitor.visit(path, type, of, owner, value);
    String items = items(type);
    if (items != null && value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        walk(list.get(i), items, path + "[" + i + "]", owner, visitor);
      }
    } else if (of != null && value instanceof Map<?, ?> map) {
      map.forEach(
          (key, child) -> {
            Property property = of.properties().get(String.valueOf(key));
            String childType = property == null ? "any" : property.type();
            String at = path.isEmpty() ? String.valueOf(key) : path + "." + key;
            walk(child, childType, at, property, visitor);
          });
    }
  }
}
