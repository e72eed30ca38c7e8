package dev.opamp.javaagent.config;

import dev.opamp.javaagent.opamp.ConfigFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Files of one offer to one document: merged in name order, the empty name last. Files of
 * compatibility keys are kept beside the tree.
 */
final class OfferReader {

  static final int MAX_FILES = 100;

  private final ConfigParser parser;
  private final Schema schema;
  private final Overlay overlay;

  OfferReader(ConfigParser parser, Schema schema) {
    this.parser = parser;
    this.schema = schema;
    this.overlay = new Overlay(schema);
  }

  ConfigDocument read(List<ConfigFile> files) throws ConfigRejectedException {
    if (files.size() > MAX_FILES) {
      throw new ConfigRejectedException(
          new ConfigProblem("", 0, "consists of more than " + MAX_FILES + " files"));
    }
    ConfigDocument merged = ConfigDocument.empty();
    List<ConfigProblem> problems = new ArrayList<>();
    int values = 0;
    for (ConfigFile file : sorted(files)) {
      try {
        ConfigDocument next = read(file, merged);
        values += next.size();
        requireBounded(values);
        merged = merged.merged(overlay.combine(merged.root(), next.root()), next);
      } catch (ConfigRejectedException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigRejectedException(problems);
    }
    return merged;
  }

  private ConfigDocument read(ConfigFile file, ConfigDocument before)
      throws ConfigRejectedException {
    if (!CompatibilityFiles.isOne(file, schema)) {
      return parser.parse(file);
    }
    ConfigDocument next = CompatibilityFiles.read(file);
    for (String label : next.keys().keySet()) {
      if (before.keys().containsKey(label)) {
        throw YamlReader.rejected(label, 0, "is what more than one file holds", file.name());
      }
    }
    return next;
  }

  /** What one file may hold is the bound for all of them: they end in one document. */
  private static void requireBounded(int values) throws ConfigRejectedException {
    if (values > YamlReader.MAX_NODES) {
      throw new ConfigRejectedException(
          new ConfigProblem(
              "", 0, "has more than " + YamlReader.MAX_NODES + " values in all its files"));
    }
  }

  private static List<ConfigFile> sorted(List<ConfigFile> files) {
    List<ConfigFile> sorted = new ArrayList<>(files);
    sorted.sort(
        Comparator.comparing((ConfigFile file) -> file.name().isEmpty())
            .thenComparing(ConfigFile::name));
    return sorted;
  }
}
