package dev.opamp.javaagent.identity;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code host.name} and {@code host.id}; the name is never looked up in DNS, which can block. */
final class HostAttributes implements AttributeSource {

  @Override
  public void addTo(Map<String, Object> attributes, HostEnvironment host) {
    String name = firstPresent(host, "/proc/sys/kernel/hostname", "/etc/hostname");
    if (name == null) {
      name = host.firstVariable("HOSTNAME", "COMPUTERNAME");
    }
    if (name != null) {
      attributes.put("host.name", name);
    }
    String id =
        host.isLinux() ? firstPresent(host, "/etc/machine-id", "/var/lib/dbus/machine-id") : null;
    // systemd writes this word while the id is not made yet.
    if (id != null && !id.equals("uninitialized")) {
      attributes.put("host.id", id);
    }
  }

  private static @Nullable String firstPresent(HostEnvironment host, String first, String second) {
    String line = host.firstLine(first);
    return line == null ? host.firstLine(second) : line;
  }
}
