package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.opamp.javaagent.bootstrap.AgentClassLoader;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The messages in the finished jar have lost the methods that nothing calls: what a server may send
 * is understood all the same, a large message too, whose fields are counted by descriptors.
 */
class JarMessagesIT {

  private static final int DEPTH = 4;

  private static ClassLoader agent() throws ReflectiveOperationException {
    Constructor<AgentClassLoader> loader =
        AgentClassLoader.class.getDeclaredConstructor(File.class);
    loader.setAccessible(true);
    return loader.newInstance(new File(System.getProperty("agent.jar")));
  }

  private static Object get(Object target, String method) throws ReflectiveOperationException {
    Method getter = target.getClass().getMethod(method);
    getter.setAccessible(true);
    return getter.invoke(target);
  }

  private static Message everything(Message.Builder message, ByteString bytes, int depth) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      boolean below = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
      if (below && depth == DEPTH) {
        continue;
      }
      Object value =
          below
              ? everything(DynamicMessage.newBuilder(field.getMessageType()), bytes, depth + 1)
              : scalar(field, bytes);
      if (field.isRepeated()) {
        message.addRepeatedField(field, value).addRepeatedField(field, value);
      } else {
        message.setField(field, value);
      }
    }
    return message.build();
  }

  private static Object scalar(FieldDescriptor field, ByteString bytes) {
    switch (field.getJavaType()) {
      case INT:
        return 3;
      case LONG:
        return 5L;
      case DOUBLE:
        return 0.5;
      case BOOLEAN:
        return true;
      case STRING:
        return "text";
      case BYTE_STRING:
        return bytes;
      case ENUM:
        return last(field.getEnumType().getValues());
      default:
        throw new IllegalArgumentException("no value for " + field);
    }
  }

  private static <T> T last(List<T> values) {
    return values.get(values.size() - 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 256 * 1024})
  void whatAServerMaySendIsUnderstood(int bytes) throws ReflectiveOperationException {
    byte[] sent =
        everything(
                DynamicMessage.newBuilder(ServerToAgent.getDescriptor()),
                ByteString.copyFrom(new byte[bytes]),
                0)
            .toByteArray();

    Method parse =
        agent()
            .loadClass(MessageCodec.class.getName())
            .getDeclaredMethod("parse", ByteBuffer.class);
    parse.setAccessible(true);
    Object received = parse.invoke(null, ByteBuffer.wrap(sent));
    Object again = parse.invoke(null, ByteBuffer.wrap(sent));

    assertThat(received.getClass()).isNotEqualTo(ServerToAgent.class);
    assertThat(get(received, "toByteArray")).isEqualTo(sent);
    assertThat(get(get(get(received, "getRemoteConfig"), "getConfigHash"), "size"))
        .isEqualTo(bytes);
    assertThat(received.hashCode()).isEqualTo(again.hashCode());
    // Not by AssertJ, which would describe a difference by toString.
    assertThat(received.equals(again)).isTrue();
  }
}
