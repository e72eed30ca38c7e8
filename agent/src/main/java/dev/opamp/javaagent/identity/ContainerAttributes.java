package dev.opamp.javaagent.identity;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code container.id} from {@code /proc/self/cgroup} (cgroup v1) or {@code /proc/self/mountinfo}
 * (cgroup v2, where the path of the group is hidden from the container).
 */
final class ContainerAttributes implements AttributeSource {

  private static final Pattern ID = Pattern.compile("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])");

  @Override
  public void addTo(Map<String, Object> attributes, HostEnvironment host) {
    String id = fromGroup(host);
    if (id == null) {
      id = fromMounts(host);
    }
    if (id != null) {
      attributes.put("container.id", id);
    }
  }

  /**
   * The last part of a group's path, for example {@code /docker/ID} or {@code /x/crio-ID.scope}.
   */
  private static @Nullable String fromGroup(HostEnvironment host) {
    for (String line : host.lines("/proc/self/cgroup")) {
      String id = idIn(line.substring(line.lastIndexOf('/') + 1));
      if (id != null) {
        return id;
      }
    }
    return null;
  }

  /** A container's own files are mounted from a directory named after it. */
  private static @Nullable String fromMounts(HostEnvironment host) {
    for (String line : host.lines("/proc/self/mountinfo")) {
      boolean ofContainer = line.contains("cri-containerd") || line.contains("/hostname");
      // With containerd the id below "sandboxes" is the pod's, not the container's.
      if (ofContainer && !line.contains("/sandboxes/")) {
        String id = idIn(line);
        if (id != null) {
          return id;
        }
      }
    }
    return null;
  }

  private static @Nullable String idIn(String text) {
    Matcher matcher = ID.matcher(text);
    return matcher.find() ? matcher.group() : null;
  }
}
