package dev.opamp.javaagent.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The language of the configuration, read from {@code schema.txt} (its head explains the form). */
final class Schema {

  static final ValueType ROOT = ValueType.named("Root");

  private final Map<String, SchemaType> types = new LinkedHashMap<>();

  private Schema() {}

  /** Reads the schema this agent ships with. */
  static Schema load() {
    Schema schema = new Schema();
    try (InputStream in = Schema.class.getResourceAsStream("schema.txt")) {
      if (in == null) {
        throw new IllegalStateException("schema.txt is not in the jar");
      }
      schema.read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalStateException("schema.txt cannot be read", e);
    }
    schema.checkNames();
    return schema;
  }

  /** Returns the named type behind a value type; null for scalars, lists and {@code any}. */
  @Nullable SchemaType named(ValueType type) {
    return type.kind == ValueType.Kind.NAMED ? types.get(type.name) : null;
  }

  Map<String, SchemaType> types() {
    return types;
  }

  private void read(BufferedReader lines) throws IOException {
    SchemaType current = new SchemaType(SchemaType.Form.OBJECT);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      List<String> words = Arrays.asList(line.trim().split("\\s+"));
      if (line.startsWith(" ")) {
        current.properties.put(words.get(0), property(words));
      } else {
        current = define(words);
      }
    }
  }

  private SchemaType define(List<String> words) {
    String form = words.get(0);
    SchemaType type =
        new SchemaType(
            form.equals("choice")
                ? SchemaType.Form.CHOICE
                : form.equals("enum") ? SchemaType.Form.ENUM : SchemaType.Form.OBJECT);
    if (type.form == SchemaType.Form.ENUM) {
      type.words.addAll(words.subList(3, words.size()));
    }
    types.put(words.get(1), type);
    return type;
  }

  private static SchemaType.Property property(List<String> words) {
    return new SchemaType.Property(
        ValueType.parse(words.get(1)),
        words.contains("required"),
        !words.contains("unsupported"),
        words.contains("extension"));
  }

  private void checkNames() {
    for (SchemaType type : types.values()) {
      for (SchemaType.Property property : type.properties.values()) {
        checkName(property.type);
      }
    }
  }

  private void checkName(ValueType type) {
    if (type.items != null) {
      checkName(type.items);
    }
    if (type.kind == ValueType.Kind.NAMED && !types.containsKey(type.name)) {
      throw new IllegalStateException("schema.txt names the unknown type " + type.name);
    }
  }
}
