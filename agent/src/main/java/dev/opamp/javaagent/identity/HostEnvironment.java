package dev.opamp.javaagent.identity;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What identity is detected from: environment variables, system properties and files below a root.
 * Reading it never throws; what cannot be read is absent.
 */
public final class HostEnvironment {

  /** More than any of the small files read here has; a stray large file must not cost memory. */
  private static final int MAX_LINES = 4096;

  private final Map<String, String> variables;
  private final Map<String, String> properties;
  private final Path root;

  /**
   * @param variables environment variables
   * @param properties system properties
   * @param root the directory that stands for {@code /}
   */
  public HostEnvironment(Map<String, String> variables, Map<String, String> properties, Path root) {
    this.variables = Collections.unmodifiableMap(new HashMap<>(variables));
    this.properties = Collections.unmodifiableMap(new HashMap<>(properties));
    this.root = root;
  }

  /**
   * Returns the environment of this JVM.
   *
   * @param system system properties, as they were when the agent was loaded
   */
  public static HostEnvironment ofThisProcess(Properties system) {
    Map<String, String> properties = new HashMap<>();
    for (String name : system.stringPropertyNames()) {
      properties.put(name, system.getProperty(name, ""));
    }
    return new HostEnvironment(System.getenv(), properties, Paths.get("/"));
  }

  /** Returns a variable that is set and not empty. */
  @Nullable String variable(String name) {
    return nonEmpty(variables.get(name));
  }

  /** Returns the first of several variables that is set and not empty. */
  @Nullable String firstVariable(String... names) {
    for (String name : names) {
      String value = variable(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** Returns a system property that is set and not empty. */
  @Nullable String property(String name) {
    return nonEmpty(properties.get(name));
  }

  boolean isLinux() {
    return "linux".equalsIgnoreCase(property("os.name"));
  }

  /** Returns the lines of a file, empty when it cannot be read. */
  List<String> lines(String absolutePath) {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        Files.newBufferedReader(below(absolutePath), StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
        if (lines.size() == MAX_LINES) {
          break;
        }
      }
    } catch (IOException | SecurityException | InvalidPathException e) {
      return lines;
    }
    return lines;
  }

  /** Returns the first line of a file, trimmed; null when there is none or it is blank. */
  @Nullable String firstLine(String absolutePath) {
    List<String> lines = lines(absolutePath);
    return lines.isEmpty() ? null : nonEmpty(lines.get(0).trim());
  }

  /** Returns what a symbolic link points to, as it is written there. */
  @Nullable String link(String absolutePath) {
    try {
      return Files.readSymbolicLink(below(absolutePath)).toString();
    } catch (IOException
        | SecurityException
        | InvalidPathException
        | UnsupportedOperationException e) {
      return null;
    }
  }

  private Path below(String absolutePath) {
    return root.resolve(absolutePath.substring(1));
  }

  private static @Nullable String nonEmpty(@Nullable String value) {
    return value == null || value.isEmpty() ? null : value;
  }
}
