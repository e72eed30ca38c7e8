package dev.opamp.javaagent.opamp;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.AnyValue;
import dev.opamp.javaagent.opamp.proto.ArrayValue;
import dev.opamp.javaagent.opamp.proto.KeyValue;
import dev.opamp.javaagent.opamp.proto.KeyValueList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes attribute values with their types: no number becomes a string. */
final class AnyValueEncoder {

  private AnyValueEncoder() {}

  static List<KeyValue> encodeAttributes(Map<?, ?> attributes) {
    List<KeyValue> encoded = new ArrayList<>(attributes.size());
    attributes.forEach(
        (key, value) ->
            encoded.add(
                KeyValue.newBuilder().setKey(String.valueOf(key)).setValue(encode(value)).build()));
    return encoded;
  }

  /** Null becomes the empty value; a type outside the protocol's becomes its text. */
  static AnyValue encode(@Nullable Object value) {
    AnyValue.Builder encoded = AnyValue.newBuilder();
    if (value == null) {
      return encoded.build();
    }
    if (value instanceof Boolean) {
      return encoded.setBoolValue((Boolean) value).build();
    }
    if (value instanceof Double || value instanceof Float) {
      return encoded.setDoubleValue(((Number) value).doubleValue()).build();
    }
    if (value instanceof Number) {
      return encoded.setIntValue(((Number) value).longValue()).build();
    }
    if (value instanceof byte[]) {
      return encoded.setBytesValue(ByteString.copyFrom((byte[]) value)).build();
    }
    if (value instanceof List) {
      return encoded.setArrayValue(encodeList((List<?>) value)).build();
    }
    if (value instanceof Map) {
      List<KeyValue> entries = encodeAttributes((Map<?, ?>) value);
      return encoded.setKvlistValue(KeyValueList.newBuilder().addAllValues(entries)).build();
    }
    return encoded.setStringValue(value.toString()).build();
  }

  private static ArrayValue encodeList(List<?> items) {
    ArrayValue.Builder encoded = ArrayValue.newBuilder();
    for (Object item : items) {
      encoded.addValues(encode(item));
    }
    return encoded.build();
  }
}
