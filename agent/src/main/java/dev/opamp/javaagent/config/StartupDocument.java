package dev.opamp.javaagent.config;

import dev.opamp.javaagent.opamp.ConfigFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that lies below everything a server offers: generation 0. It comes from the
 * file that {@code OTEL_CONFIG_FILE} names, else from the standard variables. Immutable: a file
 * that changes makes another document.
 */
public final class StartupDocument {

  private static final String[] FILE_VARIABLES = {
    "OTEL_CONFIG_FILE", "OTEL_EXPERIMENTAL_CONFIG_FILE"
  };

  private final ConfigDocument document;
  private final @Nullable String fileName;
  private final String revision;
  private final List<String> warnings;
  private final @Nullable String error;

  private StartupDocument(
      ConfigDocument document,
      @Nullable StartupFile file,
      List<String> warnings,
      @Nullable String error) {
    this.document = document;
    this.fileName = file == null ? null : file.name();
    this.revision = file == null ? "" : file.revision();
    this.warnings = Collections.unmodifiableList(warnings);
    this.error = error;
  }

  /** Reads the start-up configuration; a bad one is described, not thrown. */
  public static StartupDocument load(Lookups lookups) {
    String file = fileNamedBy(lookups);
    return file == null ? ofVariables(lookups) : of(StartupFile.read(file), lookups);
  }

  /** Returns the configuration file that the standard variables name; null for none. */
  public static @Nullable String fileNamedBy(Lookups lookups) {
    for (String variable : FILE_VARIABLES) {
      String file = lookups.standard(variable);
      if (file != null) {
        return file;
      }
    }
    return null;
  }

  private static StartupDocument ofVariables(Lookups lookups) {
    Set<String> warnings = new LinkedHashSet<>();
    Map<String, Object> tree = new VariablesDocument(new VariableReader(lookups, warnings)).tree();
    return new StartupDocument(
        new ConfigDocument(Trees.copy(tree), Collections.emptyMap()),
        null,
        new ArrayList<>(warnings),
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

  /** The file it was read from; null for the standard variables. */
  public @Nullable String fileName() {
    return fileName;
  }

  /** Stands for the content of the file. */
  String revision() {
    return revision;
  }

  /** Why the file could not be used; null when all is well. The document is empty then. */
  public @Nullable String error() {
    return error;
  }

  ConfigDocument document() {
    return document;
  }

  /** Reads the document anew from what its file has become. */
  static StartupDocument of(StartupFile file, Lookups lookups) {
    if (!file.failure().isEmpty()) {
      return broken(file, file.failure());
    }
    try {
      Schema schema = Schema.shipped();
      ConfigDocument written =
          new ConfigParser(lookups).parse(new ConfigFile(file.name(), "", file.body()));
      CheckedDocument checked = SchemaCheck.check(schema, written, true);
      if (!checked.problems.isEmpty()) {
        return broken(file, new ConfigRejectedException(checked.problems).getMessage());
      }
      List<String> warnings = new ArrayList<>();
      checked.unsupported.forEach(problem -> warnings.add(problem.toString()));
      Map<String, Object> tree = new Overlay(schema).withoutNulls(checked.document.root());
      return new StartupDocument(checked.document.withRoot(tree), file, warnings, null);
    } catch (ConfigRejectedException e) {
      return broken(file, e.getMessage());
    }
  }

  private static StartupDocument broken(StartupFile file, @Nullable String reason) {
    ConfigDocument nothing =
        new ConfigDocument(VariableReader.node("file_format", "1.0"), Collections.emptyMap());
    return new StartupDocument(
        nothing,
        file,
        Collections.emptyList(),
        "the configuration file "
            + file.name()
            + " is not used: "
            + StatusMessage.oneLine(String.valueOf(reason)));
  }
}
