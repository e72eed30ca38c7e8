package dev.opamp.javaagent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of this build. */
final class BuildVersion {

  private static final String RESOURCE = "/dev/opamp/javaagent/agent/version.properties";

  private BuildVersion() {}

  static String read() {
    Properties properties = new Properties();
    try (InputStream in = BuildVersion.class.getResourceAsStream(RESOURCE)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      return "unknown";
    }
    return properties.getProperty("version", "unknown");
  }
}
