package dev.opamp.javaagent.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The language of the configuration, read from {@code schema.txt} when somebody first asks for it:
 * most agents start without a document that is to be checked. Thread-safe.
 */
final class Schema {

  static final ValueType ROOT = ValueType.named("Root");

  private @Nullable Map<String, SchemaType> types;

  private Schema() {}

  /** Returns the schema this agent ships with. */
  static Schema shipped() {
    return new Schema();
  }

  /** Returns the named type behind a value type; null for scalars, lists and {@code any}. */
  @Nullable SchemaType named(ValueType type) {
    return type.kind == ValueType.Kind.NAMED ? types().get(type.name) : null;
  }

  /**
   * Returns the types by their names.
   *
   * @throws IllegalStateException when the text is missing from the jar, or cannot be understood
   */
  synchronized Map<String, SchemaType> types() {
    Map<String, SchemaType> read = types;
    if (read == null) {
      read = read();
      types = read;
    }
    return read;
  }

  private static Map<String, SchemaType> read() {
    try (InputStream in = Schema.class.getResourceAsStream("schema.txt")) {
      if (in == null) {
        throw new IllegalStateException("schema.txt is not in the jar");
      }
      return SchemaText.read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalStateException("schema.txt cannot be read", e);
    }
  }
}
