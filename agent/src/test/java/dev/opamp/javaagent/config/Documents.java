package dev.opamp.javaagent.config;

import dev.opamp.javaagent.opamp.ConfigFile;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Short ways to write documents in tests. */
final class Documents {

  private Documents() {}

  static Lookups lookups(Map<String, String> environment) {
    return new Lookups(environment::get, name -> null);
  }

  static ConfigFile file(String name, String body) {
    return new ConfigFile(name, "", body.getBytes(StandardCharsets.UTF_8));
  }

  static ConfigDocument parse(String body) {
    return parse(body, Map.of());
  }

  static ConfigDocument parse(String body, Map<String, String> environment) {
    try {
      return new ConfigParser(lookups(environment)).parse(file("", body));
    } catch (ConfigRejectedException e) {
      throw new AssertionError(e);
    }
  }

  static Map<String, Object> tree(String body) {
    return parse(body).root();
  }
}
