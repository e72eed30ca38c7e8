package dev.opamp.javaagent.config;

import dev.opamp.javaagent.settings.HostPatterns;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The hosts that a remote configuration may send telemetry to. All loopback names are one host. */
final class Destinations {

  private static final String LOOPBACK = "localhost";
  private static final Pattern LOOPBACK_NAME =
      Pattern.compile("localhost\\.?|.+\\.localhost|127(\\.\\d{1,3}){3}|\\[?(0*:)+0*1]?");

  private static final List<String> LOOPBACK_NAMES =
      Collections.unmodifiableList(Arrays.asList("localhost", "127.0.0.1", "::1"));

  private final @Nullable HostPatterns allowed;
  private final Set<String> startupHosts = new HashSet<>();
  private final Set<String> plainHosts = new HashSet<>();
  private final String serverHost;

  /**
   * @param allowed hosts the local settings name; null for the default, the hosts of the start-up
   *     document and of the OpAMP server
   */
  Destinations(Map<String, Object> startup, @Nullable HostPatterns allowed, String serverHost) {
    this.allowed = allowed;
    this.serverHost = canonical(serverHost);
    for (ExporterNode exporter : ExporterNode.allIn(startup)) {
      String endpoint = exporter.usesNamedConnection() ? null : exporter.endpoint();
      String host = endpoint == null ? null : hostOf(endpoint);
      if (host != null) {
        startupHosts.add(host);
        if (isPlain(String.valueOf(endpoint))) {
          plainHosts.add(host);
        }
      }
    }
  }

  /** Returns whether the local settings let telemetry go to the host of a URL. */
  boolean allow(String url) {
    String host = hostOf(url);
    if (host == null) {
      return false;
    }
    if (allowed == null) {
      return host.equals(serverHost) || startupHosts.contains(host);
    }
    if (host.equals(LOOPBACK)) {
      return LOOPBACK_NAMES.stream().anyMatch(allowed::matches);
    }
    return allowed.matches(host);
  }

  /** Returns whether the URL would give up the TLS that the start-up document asks for. */
  boolean losesTls(String url) {
    String host = hostOf(url);
    return isPlain(url) && startupHosts.contains(host) && !plainHosts.contains(host);
  }

  boolean isStartupOrLoopback(String url) {
    String host = hostOf(url);
    return host != null && (host.equals(LOOPBACK) || startupHosts.contains(host));
  }

  private static boolean isPlain(String url) {
    return url.toLowerCase(Locale.ROOT).startsWith("http:");
  }

  private static @Nullable String hostOf(String url) {
    try {
      String host = new URI(url).getHost();
      return host == null ? null : canonical(host);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  static String canonical(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return LOOPBACK_NAME.matcher(name).matches() ? LOOPBACK : name;
  }
}
