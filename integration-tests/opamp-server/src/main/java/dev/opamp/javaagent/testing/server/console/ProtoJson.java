package dev.opamp.javaagent.testing.server.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.opamp.javaagent.opamp.proto.AnyValue;
import dev.opamp.javaagent.opamp.proto.KeyValue;
import java.util.HexFormat;
import java.util.List;

/**
 * Protobuf messages as JSON to be read by people: field names as in the proto, attributes as plain
 * objects, texts as text and other bytes in hexadecimal.
 */
final class ProtoJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final HexFormat HEX = HexFormat.of();

  private ProtoJson() {}

  static ObjectNode message(Message message) {
    ObjectNode node = NODES.objectNode();
    message
        .getAllFields()
        .forEach((field, value) -> node.set(field.getName(), field(field, value)));
    return node;
  }

  static ObjectNode attributes(List<KeyValue> attributes) {
    ObjectNode node = NODES.objectNode();
    attributes.forEach(attribute -> node.set(attribute.getKey(), any(attribute.getValue())));
    return node;
  }

  static String hex(ByteString bytes) {
    return HEX.formatHex(bytes.toByteArray());
  }

  static String text(ByteString bytes) {
    return bytes.isValidUtf8() ? bytes.toStringUtf8() : hex(bytes);
  }

  private static JsonNode field(FieldDescriptor field, Object value) {
    if (field.isMapField()) {
      return map(field, (List<?>) value);
    }
    if (!field.isRepeated()) {
      return single(field, value);
    }
    List<?> values = (List<?>) value;
    if (!values.isEmpty() && values.get(0) instanceof KeyValue) {
      return attributes(values.stream().map(KeyValue.class::cast).toList());
    }
    ArrayNode array = NODES.arrayNode();
    values.forEach(element -> array.add(single(field, element)));
    return array;
  }

  private static JsonNode map(FieldDescriptor field, List<?> entries) {
    FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
    FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
    ObjectNode node = NODES.objectNode();
    for (Object entry : entries) {
      Message pair = (Message) entry;
      node.set(String.valueOf(pair.getField(key)), single(value, pair.getField(value)));
    }
    return node;
  }

  private static JsonNode single(FieldDescriptor field, Object value) {
    if (value instanceof Message message) {
      return message(message);
    }
    if (value instanceof EnumValueDescriptor constant) {
      return NODES.textNode(constant.getName().replaceFirst("^[A-Za-z]+_", ""));
    }
    if (value instanceof ByteString bytes) {
      boolean text = field.getName().equals("body") || field.getName().equals("data");
      return NODES.textNode(text ? text(bytes) : hex(bytes));
    }
    return NODES.pojoNode(value);
  }

  private static JsonNode any(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> NODES.textNode(value.getStringValue());
      case BOOL_VALUE -> NODES.booleanNode(value.getBoolValue());
      case INT_VALUE -> NODES.numberNode(value.getIntValue());
      case DOUBLE_VALUE -> NODES.numberNode(value.getDoubleValue());
      case BYTES_VALUE -> NODES.textNode(hex(value.getBytesValue()));
      case KVLIST_VALUE -> attributes(value.getKvlistValue().getValuesList());
      case ARRAY_VALUE -> {
        ArrayNode array = NODES.arrayNode();
        value.getArrayValue().getValuesList().forEach(element -> array.add(any(element)));
        yield array;
      }
      case VALUE_NOT_SET -> NODES.nullNode();
    };
  }
}
