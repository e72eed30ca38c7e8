package dev.opamp.javaagent.testing.sink;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** OTLP attributes as text, for comparing and showing. */
final class Attributes {

  private Attributes() {}

  static Map<String, String> asText(List<KeyValue> attributes) {
    Map<String, String> text = new TreeMap<>();
    for (KeyValue attribute : attributes) {
      text.put(attribute.getKey(), asText(attribute.getValue()));
    }
    return text;
  }

  private static String asText(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream()
              .map(Attributes::asText)
              .collect(Collectors.joining(",", "[", "]"));
      default -> value.toString();
    };
  }
}
