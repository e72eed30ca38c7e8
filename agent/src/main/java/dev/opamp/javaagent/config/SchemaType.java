package dev.opamp.javaagent.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** One named type of the schema. */
final class SchemaType {

  /** Whether all, one or none of the properties may be given together. */
  enum Form {
    OBJECT,
    CHOICE,
    ENUM
  }

  final Form form;
  final Map<String, Property> properties = new LinkedHashMap<>();
  final Set<String> words = new LinkedHashSet<>();

  SchemaType(Form form) {
    this.form = form;
  }

  /** One property of an object, or one alternative of a choice. */
  static final class Property {
    final ValueType type;
    final boolean required;
    final boolean supported;

    /** Whether a library brings it, not the language. */
    final boolean extension;

    Property(ValueType type, boolean required, boolean supported, boolean extension) {
      this.type = type;
      this.required = required;
      this.supported = supported;
      this.extension = extension;
    }
  }
}
