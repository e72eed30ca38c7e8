package dev.opamp.javaagent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StateStoreTest {

  @TempDir Path dir;

  @Test
  void valuesOutliveTheStore() {
    try (StateStore store = StateStore.open(dir)) {
      assertThat(store.get("uid")).isNull();
      store.put("uid", bytes("one"));
      store.put("uid", bytes("two"));
      store.put("empty", new byte[0]);
      store.put("gone", bytes("x"));
      store.remove("gone");
      store.remove("never-there");
      assertThat(store.isDurable()).isTrue();
    }
    try (StateStore store = StateStore.open(dir)) {
      assertThat(store.get("uid")).isEqualTo(bytes("two"));
      assertThat(store.get("empty")).isEmpty();
      assertThat(store.get("gone")).isNull();
    }
  }

  @Test
  @Tag("SEC-10")
  void onlyTheOwnerMayReadAndNoTemporaryFileStays() throws IOException {
    Path parent = dir.resolve("a/b");
    try (StateStore store = StateStore.open(parent)) {
      store.put("uid", bytes("one"));
      store.put("uid", bytes("two"));
    }
    assertThat(permissions(parent)).isEqualTo("rwx------");
    assertThat(permissions(parent.resolve("slot-0"))).isEqualTo("rwx------");
    assertThat(filesIn(parent.resolve("slot-0"))).containsExactly("lock", "uid.state");
    assertThat(permissions(parent.resolve("slot-0/uid.state"))).isEqualTo("rw-------");
    assertThat(permissions(parent.resolve("slot-0/lock"))).isEqualTo("rw-------");
  }

  @Test
  @Tag("SEC-10")
  void olderSlotThatIsOpenToOthersIsClosedToThem() throws IOException {
    Path slot = Files.createDirectories(dir.resolve("slot-0"));
    Files.setPosixFilePermissions(slot, PosixFilePermissions.fromString("rwxrwxrwx"));
    StateStore.open(dir).close();
    assertThat(permissions(slot)).isEqualTo("rwx------");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 15, 16, 17, 25})
  @Tag("SEC-10")
  @Tag("LIFE-17")
  void truncatedFileReadsAsAbsentAndCanBeReplaced(int length) throws IOException {
    Path file = storedFile("ten bytes!");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
    assertThatEntryIsAbsentAndReplaceable();
  }

  @Test
  @Tag("SEC-10")
  void everySingleDamagedByteIsNoticed() throws IOException {
    Path file = storedFile("ten bytes!");
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x10;
      Files.write(file, damaged);
      assertThatEntryIsAbsent();
    }
    Files.write(file, whole);
    try (StateStore store = StateStore.open(dir)) {
      assertThat(store.get("uid")).isEqualTo(bytes("ten bytes!"));
    }
  }

  @Test
  @Tag("LIFE-17")
  void leftOverOfAKilledWriterIsHarmless() throws IOException {
    Path file = storedFile("old");
    Files.writeString(file.resolveSibling("uid.tmp"), "half a val");
    try (StateStore store = StateStore.open(dir)) {
      assertThat(store.get("uid")).isEqualTo(bytes("old"));
      store.put("uid", bytes("new"));
      assertThat(store.get("uid")).isEqualTo(bytes("new"));
    }
    assertThat(filesIn(dir.resolve("slot-0"))).containsExactly("lock", "uid.state");
  }

  @Test
  void directoryInPlaceOfTheFileIsToleratedAndTheValueKeptInMemory() throws IOException {
    Path blocked = Files.createDirectories(dir.resolve("slot-0/uid.state/x"));
    try (StateStore store = StateStore.open(dir)) {
      assertThat(store.get("uid")).isNull();
      store.put("uid", bytes("one"));
      assertThat(store.get("uid")).isEqualTo(bytes("one"));
      assertThat(store.isDurable()).isFalse();
      store.remove("uid");
      assertThat(store.get("uid")).isNull();
    }
    assertThat(blocked).exists();
  }

  @Test
  void withoutAUsableDirectoryEverythingIsKeptInMemory() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "");
    for (Path unusable : new Path[] {file, file.resolve("below"), null, Path.of("/proc/none")}) {
      try (StateStore store = StateStore.open(unusable)) {
        byte[] value = bytes("one");
        store.put("uid", value);
        value[0] = 0;
        assertThat(store.get("uid")).isEqualTo(bytes("one"));
        assertThat(store.isDurable()).isFalse();
        assertThat(store.slotDirectory()).isNull();
      }
    }
  }

  @Test
  void symbolicLinkInPlaceOfASlotIsNotFollowed() throws IOException {
    Path elsewhere = Files.createDirectories(dir.resolve("elsewhere"));
    Path parent = Files.createDirectories(dir.resolve("state"));
    Files.createSymbolicLink(parent.resolve("slot-0"), elsewhere);
    try (StateStore store = StateStore.open(parent)) {
      assertThat(store.slotDirectory()).isEqualTo(parent.resolve("slot-1"));
    }
  }

  @Test
  void slotOfAnotherUserIsNotUsed() throws IOException {
    Path slot = Files.createDirectories(dir.resolve("slot-0"));
    assumeThat(System.getProperty("user.name"))
        .as("only root can give files away")
        .isEqualTo("root");
    Files.setAttribute(slot, "unix:uid", 12345);
    try (StateStore store = StateStore.open(dir)) {
      assertThat(store.slotDirectory()).isEqualTo(dir.resolve("slot-1"));
    }
  }

  @Test
  void twoStoresInOneJvmDoNotShare() {
    try (StateStore first = StateStore.open(dir);
        StateStore second = StateStore.open(dir)) {
      first.put("uid", bytes("first"));
      second.put("uid", bytes("second"));
      assertThat(first.get("uid")).isEqualTo(bytes("first"));
      assertThat(second.slotDirectory()).isEqualTo(dir.resolve("slot-1"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../x", "a/b", "A", "a.b", "-a"})
  void nameThatCouldLeaveTheDirectoryIsRefused(String name) {
    try (StateStore store = StateStore.open(null)) {
      assertThatThrownBy(() -> store.put(name, new byte[0]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  @Tag("LIFE-17")
  @Tag("SEC-10")
  void killedWriterLeavesAWholeValueAndAFreeSlot() throws Exception {
    for (int round = 0; round < 5; round++) {
      Process writer = startWriter();
      BufferedReader out = writer.inputReader(StandardCharsets.UTF_8);
      assertThat(out.readLine()).isEqualTo("slot-0");
      try (StateStore store = StateStore.open(dir)) {
        assertThat(store.slotDirectory()).isEqualTo(dir.resolve("slot-1"));
      }
      int writes = 5 + round * 7;
      for (int i = 0; i < writes; i++) {
        assertThat(out.readLine()).isEqualTo("written");
      }
      writer.destroyForcibly();
      assertThat(writer.waitFor(20, TimeUnit.SECONDS)).isTrue();

      try (StateStore store = StateStore.open(dir)) {
        assertThat(store.slotDirectory()).isEqualTo(dir.resolve("slot-0"));
        byte[] value = store.get("config");
        assertThat(value).hasSizeGreaterThan(0);
        assertThat(value).containsOnly(value[0]);
      }
    }
  }

  private Process startWriter() throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            Writer.class.getName(),
            dir.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Replaces one value for ever, until it is killed. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) {
      StateStore store = StateStore.open(Path.of(args[0]));
      System.out.println(store.slotDirectory().getFileName());
      Random random = new Random();
      while (true) {
        byte[] value = new byte[1 + random.nextInt(500_000)];
        Arrays.fill(value, (byte) random.nextInt());
        store.put("config", value);
        System.out.println("written");
      }
    }
  }

  private Path storedFile(String value) {
    try (StateStore store = StateStore.open(dir)) {
      store.put("uid", bytes(value));
      return store.slotDirectory().resolve("uid.state");
    }
  }

  private void assertThatEntryIsAbsent() {
    try (StateStore store = StateStore.open(dir)) {
      assertThat(store.get("uid")).isNull();
    }
  }

  private void assertThatEntryIsAbsentAndReplaceable() {
    try (StateStore store = StateStore.open(dir)) {
      assertThat(store.get("uid")).isNull();
      store.put("uid", bytes("new"));
      assertThat(store.get("uid")).isEqualTo(bytes("new"));
    }
  }

  private static List<String> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
