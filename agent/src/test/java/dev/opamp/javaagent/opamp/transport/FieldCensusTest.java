package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.Entries;
import dev.opamp.javaagent.opamp.proto.AgentConfigFile;
import dev.opamp.javaagent.opamp.proto.AgentConfigMap;
import dev.opamp.javaagent.opamp.proto.AgentRemoteConfig;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FieldCensusTest {

  private static final long SMALL_HEAP = 16L * 1024 * 1024;

  private static ByteBuffer files(int count, int bytes) {
    AgentConfigMap.Builder map = AgentConfigMap.newBuilder();
    AgentConfigFile file =
        AgentConfigFile.newBuilder().setBody(ByteString.copyFrom(new byte[bytes])).build();
    for (int i = 0; i < count; i++) {
      map.addConfigMap(Entries.file("f" + i, file));
    }
    AgentRemoteConfig config = AgentRemoteConfig.newBuilder().setConfig(map).build();
    return ByteBuffer.wrap(
        ServerToAgent.newBuilder().setRemoteConfig(config).build().toByteArray());
  }

  @Test
  @Tag("RB-33")
  void manyTinyEntriesAreTooMuchForASmallHeapAndNotForALargeOne() {
    ByteBuffer tiny = files(50_000, 1);

    assertThatThrownBy(() -> FieldCensus.check(tiny, SMALL_HEAP))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("fields");
    assertThatCode(() -> FieldCensus.check(tiny, 64 * SMALL_HEAP)).doesNotThrowAnyException();
  }

  @Test
  @Tag("RB-33")
  void fieldsInAGroupCountToo() {
    byte[] group = new byte[200_000];
    Arrays.fill(group, (byte) 0x08);
    group[0] = (99 << 3 | 3) & 0x7f | (byte) 0x80;
    group[1] = 99 >> 4;
    group[group.length - 2] = (99 << 3 | 4) & 0x7f | (byte) 0x80;
    group[group.length - 1] = 99 >> 4;

    assertThatThrownBy(() -> FieldCensus.check(ByteBuffer.wrap(group), SMALL_HEAP))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("fields");
    assertThatCode(() -> FieldCensus.check(ByteBuffer.wrap(group), 64 * SMALL_HEAP))
        .doesNotThrowAnyException();
  }

  @Test
  void aLargeMessageOfFewFieldsIsFine() {
    assertThatCode(() -> FieldCensus.check(files(3, 2_000_000), SMALL_HEAP))
        .doesNotThrowAnyException();
  }

  @Test
  @Tag("RB-02")
  void whatIsNoMessageIsLeftToTheParser() {
    byte[] garbage = new byte[200_000];
    Arrays.fill(garbage, (byte) 0x0a);

    assertThatThrownBy(() -> FieldCensus.check(ByteBuffer.wrap(garbage), SMALL_HEAP))
        .isInstanceOf(IOException.class);
  }
}
