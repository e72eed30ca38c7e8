package dev.opamp.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetProcessTest {

  private static final String JVM_MAPS =
      "7f00-7f01 r-xp 00000000 08:01 12 /opt/jdk/lib/server/libjvm.so\n";

  @TempDir private Path proc;
  private Path own;
  private TargetProcess process;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(proc.resolve("self"));
    own = Files.createDirectories(proc.resolve("4711"));
    process = new TargetProcess(proc, "4711");
    describe(JVM_MAPS, "java\0-jar\0x.jar\0", "0000000101005ccd");
  }

  private void describe(String maps, String commandLine, String caught) throws IOException {
    Files.writeString(own.resolve("maps"), maps);
    Files.writeString(own.resolve("cmdline"), commandLine);
    Files.writeString(own.resolve("status"), "Name:\tjava\nSigCgt:\t" + caught + "\n");
  }

  @Test
  void aJvmThatListensIsFine() {
    assertThat(process.objection()).isNull();
    assertThat(process.isGone()).isFalse();
  }

  @Test
  void aProcessThatIsNotThereIsToldAsSuch() {
    TargetProcess other = new TargetProcess(proc, "4712");
    assertThat(other.objection()).isEqualTo("no such process");
    assertThat(other.isGone()).isTrue();
  }

  @Test
  void anotherProgramIsLeftAlone() throws IOException {
    describe("7f00-7f01 r-xp 00000000 08:01 12 /usr/sbin/nginx\n", "nginx\0", "0000000000000004");
    assertThat(process.objection()).isEqualTo("is not a JVM");
  }

  @Test
  void aJvmThatLetsNobodyAttachIsLeftAlone() throws IOException {
    describe(JVM_MAPS, "java\0-XX:+DisableAttachMechanism\0-jar\0x.jar\0", "0000000101005ccd");
    assertThat(process.objection()).contains("-XX:+DisableAttachMechanism");
    describe(JVM_MAPS, "java\0-Da=-XX:+DisableAttachMechanism\0", "0000000101005ccd");
    assertThat(process.objection()).isNull();
  }

  @Test
  void aJvmThatTheSignalWouldEndIsLeftAloneUnlessItListens() throws IOException {
    describe(JVM_MAPS, "java\0-Xrs\0", "2000000101001cc8");
    assertThat(process.objection()).isEqualTo("is a JVM that is not ready yet");
    Files.createFile(Files.createDirectories(own.resolve("root/tmp")).resolve(".java_pid4711"));
    assertThat(process.objection()).isNull();
  }

  @Test
  void whereNothingIsKnownNothingIsObjectedTo() {
    TargetProcess unknown = new TargetProcess(proc.resolve("none"), "4711");
    assertThat(unknown.objection()).isNull();
    assertThat(unknown.isGone()).isFalse();
    assertThat(unknown.owner()).isNull();
  }
}
