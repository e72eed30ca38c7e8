package dev.opamp.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Nothing that is called was taken away when the jar was put together, and what each start needs is
 * stored as it is.
 */
class AssembledJarIT {

  /** Called by nothing: data binding for {@code InstrumentationConfigUtil.getInstrumentation…}. */
  private static final String LEFT_OUT = "dev/opamp/javaagent/shaded/jackson/databind/ObjectMapper";

  private static JarLinks links;

  @BeforeAll
  static void read() throws IOException {
    links = new JarLinks(Path.of(System.getProperty("agent.jar")));
  }

  @Test
  void everythingThatIsReferredToIsThere() {
    assertThat(links.classNames())
        .contains(
            "dev/opamp/javaagent/bootstrap/OpampAgent",
            "dev/opamp/javaagent/opamp/OpampSession",
            "io/opentelemetry/sdk/OpenTelemetrySdk");
    assertThat(links.missing().keySet()).allMatch(missing -> missing.startsWith(LEFT_OUT));
  }

  @Test
  void everyClassIsVerified() {
    assertThat(links.notVerified()).isEmpty();
  }

  @Test
  void everyProviderOfAServiceIsThere() {
    assertThat(links.missingProviders()).isEmpty();
  }

  @Test
  void whatEachStartNeedsIsNotCompressed() throws IOException {
    List<ZipEntry> entries = hiddenEntries();
    for (String pattern : Files.readAllLines(Path.of("src/build/start.txt"))) {
      PathMatcher start = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
      assertThat(entries)
          .filteredOn(entry -> start.matches(Path.of(entry.getName())))
          .as(pattern)
          .isNotEmpty()
          .allMatch(entry -> entry.getMethod() == ZipEntry.STORED);
    }
    assertThat(entries).anyMatch(entry -> entry.getMethod() == ZipEntry.DEFLATED);
  }

  private static List<ZipEntry> hiddenEntries() throws IOException {
    List<ZipEntry> entries = new ArrayList<>();
    try (ZipFile jar = new ZipFile(System.getProperty("agent.jar"));
        ZipInputStream hidden = new ZipInputStream(jar.getInputStream(jar.getEntry("inst.zip")))) {
      for (ZipEntry entry = hidden.getNextEntry(); entry != null; entry = hidden.getNextEntry()) {
        entries.add(entry);
      }
    }
    return entries;
  }
}
