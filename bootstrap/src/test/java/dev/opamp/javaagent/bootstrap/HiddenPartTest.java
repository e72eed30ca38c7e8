package dev.opamp.javaagent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HiddenPartTest {

  @TempDir Path directory;

  private static byte[] archive(Map<String, byte[]> entries, boolean stored) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey());
        if (stored) {
          CRC32 crc = new CRC32();
          crc.update(each.getValue());
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(each.getValue().length);
          entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(each.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private Path jar(byte[] hidden) throws IOException {
    byte[] other = "other".getBytes(StandardCharsets.UTF_8);
    return Files.write(
        directory.resolve("agent.jar"),
        archive(new TreeMap<>(Map.of("a", other, HiddenPart.NAME, hidden, "z", other)), true));
  }

  private static Map<String, byte[]> thousand() {
    Map<String, byte[]> entries = new TreeMap<>();
    for (int i = 0; i < 1000; i++) {
      entries.put("dev/opamp/Class" + i + ".classdata", ("body " + i).repeat(i).getBytes());
    }
    return entries;
  }

  @Test
  void readsWhatWasWritten() throws Exception {
    for (boolean stored : new boolean[] {false, true}) {
      HiddenPart part = HiddenPart.open(jar(archive(thousand(), stored)).toFile());
      for (Map.Entry<String, byte[]> entry : thousand().entrySet()) {
        assertThat(part.has(entry.getKey())).isTrue();
        assertThat(part.read(entry.getKey())).isEqualTo(entry.getValue());
      }
      assertThat(part.has("a")).as("an entry of the jar itself").isFalse();
      assertThat(part.read("dev/opamp/Class1000.classdata")).isNull();
    }
  }

  @Test
  void fileWithoutHiddenPartIsRefused() throws Exception {
    Path empty = Files.createFile(directory.resolve("empty.jar"));
    assertThatThrownBy(() -> HiddenPart.open(empty.toFile())).hasMessage("not a ZIP archive");
    Path other = Files.write(directory.resolve("other.jar"), archive(thousand(), false));
    assertThatThrownBy(() -> HiddenPart.open(other.toFile())).hasMessage("the jar has no inst.zip");
    byte[] compressed = archive(Map.of(HiddenPart.NAME, archive(thousand(), true)), false);
    Path packed = Files.write(directory.resolve("packed.jar"), compressed);
    assertThatThrownBy(() -> HiddenPart.open(packed.toFile())).hasMessage("inst.zip is compressed");
  }

  @Test
  void damagedEntryDoesNotSpoilTheNext() throws Exception {
    Path jar = jar(archive(thousand(), false));
    byte[] bytes = Files.readAllBytes(jar);
    String name = "dev/opamp/Class8.classdata";
    // The data of an entry begins behind its name; this is no block that inflates.
    int data = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(name) + name.length();
    bytes[data] = (byte) 0xff;
    HiddenPart part = HiddenPart.open(Files.write(jar, bytes).toFile());

    assertThat(part.read("dev/opamp/Class7.classdata")).isNotEmpty();
    assertThatThrownBy(() -> part.read(name)).hasMessage("an entry is damaged");
    assertThat(part.read("dev/opamp/Class9.classdata"))
        .isEqualTo(thousand().get("dev/opamp/Class9.classdata"));
  }

  @Test
  void jarThatWasReplacedMeanwhileIsNoticed() throws Exception {
    for (boolean stored : new boolean[] {false, true}) {
      Path jar = jar(archive(thousand(), stored));
      HiddenPart part = HiddenPart.open(jar.toFile());
      Files.write(jar, new byte[(int) Files.size(jar)], StandardOpenOption.WRITE);
      assertThatThrownBy(() -> part.read("dev/opamp/Class7.classdata"))
          .isInstanceOf(IOException.class)
          .hasMessage("the jar was changed while it was in use");
    }
  }

  @Test
  void storedEntryThatHasAnotherSizeMeanwhileIsNoticed() throws Exception {
    Map<String, byte[]> entries = new TreeMap<>(Map.of("dev/A.classdata", new byte[10]));
    Path jar = jar(archive(entries, true));
    HiddenPart part = HiddenPart.open(jar.toFile());
    assertThat(part.read("dev/A.classdata")).hasSize(10);

    Files.write(
        jar, Files.readAllBytes(jar(archive(Map.of("dev/A.classdata", new byte[11]), true))));
    assertThatThrownBy(() -> part.read("dev/A.classdata"))
        .isInstanceOf(IOException.class)
        .hasMessage("the jar was changed while it was in use");
  }
}
