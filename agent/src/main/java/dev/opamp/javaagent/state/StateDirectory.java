package dev.opamp.javaagent.state;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Where state is kept when {@code otel.opamp.state.dir} does not say. */
public final class StateDirectory {

  private static final int MAX_NAME = 64;

  private StateDirectory() {}

  /**
   * Returns {@code $XDG_STATE_HOME/opamp-javaagent/<service>} or that below {@code ~/.local/state};
   * null when the process has no home directory.
   *
   * @param serviceName any text; what is unusual in a file name is replaced
   */
  public static @Nullable Path byDefault(
      String serviceName, Map<String, String> environment, Properties properties) {
    try {
      Path parent = stateHome(environment.get("XDG_STATE_HOME"), properties);
      return parent == null
          ? null
          : parent.resolve("opamp-javaagent").resolve(fileName(serviceName));
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static @Nullable Path stateHome(@Nullable String xdg, Properties properties) {
    // The XDG specification says to ignore a relative path.
    if (xdg != null && Paths.get(xdg).isAbsolute()) {
      return Paths.get(xdg);
    }
    String home = properties.getProperty("user.home", "");
    // HotSpot says "?" for a user without an entry in the password file.
    return Paths.get(home).isAbsolute() ? Paths.get(home, ".local", "state") : null;
  }

  private static String fileName(String serviceName) {
    String name = serviceName.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^[.]+", "_");
    if (name.isEmpty()) {
      return "_";
    }
    return name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
  }
}
