package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.owntelemetry.KernelText;
import java.io.File;
import org.jspecify.annotations.Nullable;

/**
 * What a container may use of the processors, which the JVM tells in whole ones alone: half a
 * processor counts as one there.
 */
final class CpuQuota {

  private final File cgroups;

  /**
   * @param cgroups normally {@code /sys/fs/cgroup}, where a container sees its own limits
   */
  CpuQuota(File cgroups) {
    this.cgroups = cgroups;
  }

  /** Returns the quota, in processors, or how many there are when it is more or there is none. */
  double limit(int processors) {
    Double quota = quota();
    return quota == null ? processors : Math.min(quota, processors);
  }

  private @Nullable Double quota() {
    String[] unified = read("cpu.max").split(" ", -1);
    return unified.length == 2
        ? ratio(unified[0], unified[1])
        : ratio(read("cpu/cpu.cfs_quota_us"), read("cpu/cpu.cfs_period_us"));
  }

  /** Without a quota there is a word or a negative number in its place. */
  private static @Nullable Double ratio(String quota, String period) {
    try {
      double ratio = Double.parseDouble(quota) / Double.parseDouble(period);
      return ratio > 0 && !Double.isInfinite(ratio) ? Double.valueOf(ratio) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private String read(String file) {
    return KernelText.read(new File(cgroups, file)).trim();
  }
}
