package dev.opamp.javaagent.identity;

import java.lang.management.ManagementFactory;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code process.pid} and {@code process.executable.path}. */
final class ProcessAttributes implements AttributeSource {

  @Override
  public void addTo(Map<String, Object> attributes, HostEnvironment host) {
    Long pid = pid(host);
    if (pid != null) {
      attributes.put("process.pid", pid);
    }
    String executable = executable(host);
    if (executable != null) {
      attributes.put("process.executable.path", executable);
    }
  }

  private static @Nullable Long pid(HostEnvironment host) {
    Long pid = number(host.link("/proc/self"));
    if (pid == null) {
      pid = pidOfProcessHandle();
    }
    // Last, because it loads the management classes; it does not start the platform MBean server.
    return pid == null ? number(beforeAt(ManagementFactory.getRuntimeMXBean().getName())) : pid;
  }

  /** Java 9 and up; reflection because this code runs on Java 8 too. */
  private static @Nullable Long pidOfProcessHandle() {
    try {
      Class<?> type = Class.forName("java.lang.ProcessHandle");
      Object current = type.getMethod("current").invoke(null);
      return current == null ? null : (Long) type.getMethod("pid").invoke(current);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  private static String beforeAt(String name) {
    int at = name.indexOf('@');
    return at < 0 ? name : name.substring(0, at);
  }

  private static @Nullable Long number(@Nullable String text) {
    try {
      return text == null ? null : Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable String executable(HostEnvironment host) {
    String link = host.link("/proc/self/exe");
    if (link != null) {
      return link;
    }
    String home = host.property("java.home");
    String separator = host.property("file.separator");
    if (home == null || separator == null) {
      return null;
    }
    return home + separator + "bin" + separator + (separator.equals("\\") ? "java.exe" : "java");
  }
}
