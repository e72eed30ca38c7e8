package dev.opamp.javaagent.config;

import dev.opamp.javaagent.opamp.ConfigFile;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The configuration the JVM was started with: generation 0, which never changes. It comes from the
 * file that {@code OTEL_CONFIG_FILE} names, else from the standard variables.
 */
public final class StartupDocument {

  private static final String[] FILE_VARIABLES = {
    "OTEL_CONFIG_FILE", "OTEL_EXPERIMENTAL_CONFIG_FILE"
  };

  private final ConfigDocument document;
  private final List<String> warnings;
  private final @Nullable String error;

  private StartupDocument(ConfigDocument document, List<String> warnings, @Nullable String error) {
    this.document = document;
    this.warnings = warnings;
    this.error = error;
  }

  /** Reads the start-up configuration; a bad one is described, not thrown. */
  public static StartupDocument load(Lookups lookups) {
    for (String variable : FILE_VARIABLES) {
      String file = lookups.standard(variable);
      if (file != null) {
        return fromFile(file, lookups);
      }
    }
    Set<String> warnings = new LinkedHashSet<>();
    Map<String, Object> tree = new VariablesDocument(new VariableReader(lookups, warnings)).tree();
    return new StartupDocument(
        new ConfigDocument(Trees.copy(tree), Collections.emptyMap()),
        Collections.unmodifiableList(new ArrayList<>(warnings)),
        null);
  }

  /** The document; it cannot be changed. */
  public Map<String, Object> root() {
    return document.root();
  }

  /** What was ignored, one sentence each, free of secrets. */
  public List<String> warnings() {
    return warnings;
  }

  /** Why the file could not be used; null when all is well. Nothing is exported then. */
  public @Nullable String error() {
    return error;
  }

  ConfigDocument document() {
    return document;
  }

  private static StartupDocument fromFile(String name, Lookups lookups) {
    try {
      ConfigFile file = new ConfigFile(name, "", read(name));
      Schema schema = Schema.load();
      CheckedDocument checked =
          SchemaCheck.check(schema, new ConfigParser(lookups).parse(file), true);
      if (!checked.problems.isEmpty()) {
        return broken(name, new ConfigRejectedException(checked.problems).getMessage());
      }
      List<String> warnings = new ArrayList<>();
      checked.unsupported.forEach(problem -> warnings.add(problem.toString()));
      Map<String, Object> tree = new Overlay(schema).withoutNulls(checked.document.root());
      return new StartupDocument(checked.document.withRoot(tree), warnings, null);
    } catch (ConfigRejectedException e) {
      return broken(name, e.getMessage());
    } catch (IOException | InvalidPathException e) {
      return broken(name, "cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static byte[] read(String name) throws IOException {
    File file = new File(name);
    try (InputStream in = Files.newInputStream(file.toPath())) {
      byte[] body = new byte[ConfigParser.MAX_BYTES + 1];
      int length = 0;
      for (int n = 0;
          n >= 0 && length < body.length;
          n = in.read(body, length, body.length - length)) {
        length += n;
      }
      return java.util.Arrays.copyOf(body, length);
    }
  }

  private static StartupDocument broken(String name, @Nullable String reason) {
    ConfigDocument nothing =
        new ConfigDocument(VariableReader.node("file_format", "1.0"), Collections.emptyMap());
    return new StartupDocument(
        nothing,
        Collections.emptyList(),
        "the configuration file "
            + name
            + " is not used, and nothing is exported: "
            + StatusMessage.oneLine(String.valueOf(reason)));
  }
}
