package dev.opamp.javaagent.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;

/** Reads the text of the {@link Schema}; the head of {@code schema.txt} explains its form. */
final class SchemaText {

  private final Map<String, SchemaType> types = new LinkedHashMap<>();

  private SchemaText() {}

  /**
   * Returns the types by their names.
   *
   * @throws IllegalStateException when a type is named that there is not
   */
  static Map<String, SchemaType> read(BufferedReader lines) throws IOException {
    SchemaText text = new SchemaText();
    SchemaType current = new SchemaType(SchemaType.Form.OBJECT);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      List<String> words = words(line);
      if (line.startsWith(" ")) {
        current.properties.put(words.get(0), property(words));
      } else {
        current = text.define(words);
      }
    }
    text.checkNames();
    return text.types;
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    // Not String.split: four hundred lines are split before the JVM has compiled anything.
    StringTokenizer rest = new StringTokenizer(line);
    while (rest.hasMoreTokens()) {
      words.add(rest.nextToken());
    }
    return words;
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
