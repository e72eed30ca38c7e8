package dev.opamp.javaagent.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceUidTest {

  @Test
  @Tag("ID-02")
  @Tag("ID-03")
  void aGeneratedUidIsAVersion7UuidWithItsTime() {
    byte[] bytes = InstanceUid.generate(0x0123456789ABL, new Random(1)).bytes();

    assertThat(bytes).hasSize(16);
    assertThat(bytes).startsWith(0x01, 0x23, 0x45, 0x67, 0x89, 0xAB);
    assertThat((bytes[6] & 0xF0) >> 4).isEqualTo(7);
    assertThat((bytes[8] & 0xC0) >> 6).isEqualTo(2);
  }

  @Test
  @Tag("ID-05")
  void noTwoUidsAreEqual() {
    Set<InstanceUid> uids = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      uids.add(InstanceUid.random());
    }

    assertThat(uids).hasSize(1000);
  }

  @Test
  void textRoundTripsInLowerCase() {
    InstanceUid uid = InstanceUid.parse("01936BCD-1234-7ABC-8DEF-0123456789AB");

    assertThat(uid).hasToString("01936bcd-1234-7abc-8def-0123456789ab");
    assertThat(InstanceUid.ofBytes(uid.bytes())).isEqualTo(uid).hasSameHashCodeAs(uid);
    assertThat(uid.isZero()).isFalse();
    assertThat(InstanceUid.ofBytes(new byte[16]).isZero()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1-1-1-1-1", "01936bcd12347abc8def0123456789ab"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> InstanceUid.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a UUID");
  }

  @Test
  void otherLengthsAreRefused() {
    assertThatThrownBy(() -> InstanceUid.ofBytes(new byte[15]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("15");
  }
}
