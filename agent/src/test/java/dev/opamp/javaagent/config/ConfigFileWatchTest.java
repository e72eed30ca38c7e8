package dev.opamp.javaagent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileWatchTest {

  private static final long START = 1_700_000_000_000L;

  @TempDir Path dir;
  private Path file;
  private long now = START;

  @BeforeEach
  void writeFile() throws Exception {
    file = dir.resolve("sdk.yaml");
    write(file, "one");
    now = START + 60_000;
  }

  /** The time stamp is that of the manual clock. */
  private Path write(Path path, String content) throws Exception {
    Files.writeString(path, content);
    Files.setLastModifiedTime(path, FileTime.fromMillis(now));
    return path;
  }

  private ConfigFileWatch watch() {
    return watch(file);
  }

  private ConfigFileWatch watch(Path path) {
    String taken = StartupFile.read(path.toString()).revision();
    return new ConfigFileWatch(path.toString(), taken, () -> now);
  }

  private @Nullable String look(ConfigFileWatch watch) {
    StartupFile found = watch.look();
    now += 2_000;
    if (found == null) {
      return null;
    }
    return found.failure().isEmpty()
        ? new String(found.body(), StandardCharsets.UTF_8)
        : found.failure();
  }

  @Test
  void unchangedFileIsNothingNew() {
    ConfigFileWatch watch = watch();
    assertThat(look(watch)).isNull();
    assertThat(look(watch)).isNull();
  }

  @Test
  void fileChangedBeforeTheFirstLookIsSeenByIt() throws Exception {
    ConfigFileWatch watch = watch();
    write(file, "two");
    now += 1_500;
    assertThat(look(watch)).isEqualTo("two");
  }

  @Test
  void changeInPlaceIsToldOnce() throws Exception {
    ConfigFileWatch watch = watch();
    look(watch);
    write(file, "two");
    now += 1_000;
    assertThat(look(watch)).isEqualTo("two");
    assertThat(look(watch)).isNull();
    assertThat(look(watch)).isNull();
  }

  @Test
  void fileThatIsBeingWrittenCountsWhenNobodyWritesAnyMore() throws Exception {
    ConfigFileWatch watch = watch();
    look(watch);
    write(file, "");
    assertThat(look(watch)).isNull();
    write(file, "tw");
    assertThat(look(watch)).isNull();
    write(file, "two");
    assertThat(look(watch)).isNull();
    assertThat(look(watch)).isEqualTo("two");
  }

  @Test
  void clockThatIsBehindTheFileSystemOnlyMeansOneMoreLook() throws Exception {
    ConfigFileWatch watch = watch();
    look(watch);
    write(file, "two");
    Files.setLastModifiedTime(file, FileTime.fromMillis(now + 3_600_000));
    assertThat(look(watch)).isNull();
    assertThat(look(watch)).isEqualTo("two");
    assertThat(look(watch)).isNull();
  }

  @Test
  void secondChangeWithinTheSameTimeStampAndSizeIsSeen() throws Exception {
    ConfigFileWatch watch = watch();
    look(watch);
    write(file, "two");
    FileTime stamp = Files.getLastModifiedTime(file);
    now += 1_000;
    assertThat(look(watch)).isEqualTo("two");
    Files.writeString(file, "too");
    Files.setLastModifiedTime(file, stamp);
    assertThat(look(watch)).isEqualTo("too");
  }

  @Test
  void sameContentTouchedOrWrittenAgainIsNothingNew() throws Exception {
    ConfigFileWatch watch = watch();
    look(watch);
    write(file, "one");
    assertThat(look(watch)).isNull();
    Files.move(write(dir.resolve("next"), "one"), file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(look(watch)).isNull();
    assertThat(look(watch)).isNull();
  }

  @Test
  void fileMovedOverItIsSeenWhateverItsTime() throws Exception {
    ConfigFileWatch watch = watch();
    FileTime stamp = Files.getLastModifiedTime(file);
    look(watch);
    Path next = write(dir.resolve("next"), "two");
    Files.setLastModifiedTime(next, stamp);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    assertThat(look(watch)).isEqualTo("two");
  }

  @Test
  void linkTurnedToAnotherDirectoryIsSeen() throws Exception {
    // As Kubernetes does it: sdk.yaml -> ..data/sdk.yaml, ..data -> ..1, all files of one time.
    for (String version : new String[] {"one", "two"}) {
      Path content = Files.createDirectory(dir.resolve(".." + version)).resolve("sdk.yaml");
      Files.setLastModifiedTime(write(content, version), FileTime.fromMillis(START));
    }
    Path data = Files.createSymbolicLink(dir.resolve("..data"), Path.of("..one"));
    Path mounted = Files.createSymbolicLink(dir.resolve("mounted"), Path.of("..data/sdk.yaml"));
    ConfigFileWatch watch = watch(mounted);
    assertThat(look(watch)).isNull();
    Path turned = Files.createSymbolicLink(dir.resolve("..data_tmp"), Path.of("..two"));
    Files.move(turned, data, StandardCopyOption.ATOMIC_MOVE);
    assertThat(look(watch)).isEqualTo("two");
    assertThat(look(watch)).isNull();
  }

  @Test
  void removedFileIsToldAtTheSecondLookAndComesBack() throws Exception {
    ConfigFileWatch watch = watch();
    look(watch);
    Files.delete(file);
    assertThat(look(watch)).isNull();
    assertThat(look(watch)).isEqualTo("cannot be read (NoSuchFileException)");
    assertThat(look(watch)).isNull();
    write(file, "one");
    now += 1_000;
    assertThat(look(watch)).isEqualTo("one");
  }

  @Test
  void fileThatIsGoneForAMomentIsNothingNew() throws Exception {
    ConfigFileWatch watch = watch();
    look(watch);
    Files.delete(file);
    assertThat(look(watch)).isNull();
    write(file, "one");
    assertThat(look(watch)).isNull();
    assertThat(look(watch)).isNull();
  }

  @Test
  void fileThatIsMissingAtFirstIsSeenWhenItComes() throws Exception {
    ConfigFileWatch watch = watch(dir.resolve("late.yaml"));
    assertThat(look(watch)).isNull();
    write(dir.resolve("late.yaml"), "here");
    now += 1_000;
    assertThat(look(watch)).isEqualTo("here");
  }

  @Test
  void unreadableFileIsTold() throws Exception {
    ConfigFileWatch watch = watch();
    look(watch);
    write(file, "two");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeTrue(!Files.isReadable(file), "root reads everything");
    now += 1_000;
    assertThat(look(watch)).isEqualTo("cannot be read (AccessDeniedException)");
  }

  @Test
  void linkThatLeadsNowhereIsTold() throws Exception {
    ConfigFileWatch watch = watch();
    look(watch);
    Files.delete(file);
    Files.createSymbolicLink(file, file.getFileName());
    assertThat(look(watch)).isNull();
    assertThat(look(watch)).startsWith("cannot be read (");
  }

  @Test
  void directoryIsNotFollowedAndNameThatIsNoneIsNoTrouble() {
    assertThat(look(watch(dir))).isNull();
    assertThat(look(new ConfigFileWatch("\0", "cannot be read", () -> now))).isNull();
  }

  @Test
  void lookAtUnchangedFileReadsNothing() {
    ConfigFileWatch watch = watch();
    for (int i = 0; i < 1_000; i++) {
      look(watch);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1_000; i++) {
      watch.look();
    }
    long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / 1_000;
    // To read the file takes a buffer of ConfigParser.MAX_BYTES.
    assertThat(bytes).isLessThan(2_000);
  }
}
