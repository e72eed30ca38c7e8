package dev.opamp.javaagent.identity;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Java's names of systems and processors as the semantic conventions write them. */
final class SemconvNames {

  private static final String[][] OS_TYPES = {
    {"linux", "linux"},
    {"windows", "windows"},
    {"mac", "darwin"},
    {"darwin", "darwin"},
    {"freebsd", "freebsd"},
    {"netbsd", "netbsd"},
    {"openbsd", "openbsd"},
    {"dragonflybsd", "dragonflybsd"},
    {"hp-ux", "hpux"},
    {"aix", "aix"},
    {"sunos", "solaris"},
    {"solaris", "solaris"},
    {"z/os", "zos"},
  };

  private SemconvNames() {}

  /** Returns a value of the fixed list of {@code os.type}, null for a system that is not on it. */
  static @Nullable String osType(String osName) {
    String lower = osName.toLowerCase(Locale.ROOT);
    for (String[] entry : OS_TYPES) {
      if (lower.startsWith(entry[0])) {
        return entry[1];
      }
    }
    return null;
  }

  /** Returns a well-known value of {@code host.arch}, or Java's own name. */
  static String hostArch(String osArch) {
    switch (osArch.toLowerCase(Locale.ROOT)) {
      case "x86_64":
      case "amd64":
        return "amd64";
      case "aarch64":
      case "arm64":
        return "arm64";
      case "arm":
        return "arm32";
      case "i386":
      case "i586":
      case "i686":
      case "x86":
        return "x86";
      case "ppc":
        return "ppc32";
      case "ppc64le":
      case "ppc64":
        return "ppc64";
      default:
        return osArch.toLowerCase(Locale.ROOT);
    }
  }
}
