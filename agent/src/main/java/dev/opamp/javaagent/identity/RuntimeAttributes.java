package dev.opamp.javaagent.identity;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code process.runtime.*}, {@code os.*} and {@code host.arch} from system properties.
 *
 * <p>Command line and arguments are left out on purpose: they carry passwords.
 */
final class RuntimeAttributes implements AttributeSource {

  @Override
  public void addTo(Map<String, Object> attributes, HostEnvironment host) {
    put(attributes, "process.runtime.name", host.property("java.runtime.name"));
    put(attributes, "process.runtime.version", host.property("java.runtime.version"));
    put(
        attributes,
        "process.runtime.description",
        join(
            host.property("java.vm.vendor"),
            host.property("java.vm.name"),
            host.property("java.vm.version")));
    String osName = host.property("os.name");
    put(attributes, "os.type", osName == null ? null : SemconvNames.osType(osName));
    put(attributes, "os.version", host.property("os.version"));
    put(attributes, "os.description", join(osName, host.property("os.version")));
    String arch = host.property("os.arch");
    put(attributes, "host.arch", arch == null ? null : SemconvNames.hostArch(arch));
  }

  private static void put(Map<String, Object> attributes, String key, @Nullable String value) {
    if (value != null) {
      attributes.put(key, value);
    }
  }

  private static @Nullable String join(@Nullable String... parts) {
    StringBuilder joined = new StringBuilder();
    for (String part : parts) {
      if (part != null) {
        joined.append(joined.length() == 0 ? "" : " ").append(part);
      }
    }
    return joined.length() == 0 ? null : joined.toString();
  }
}
