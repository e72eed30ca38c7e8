package dev.opamp.javaagent.testing.server.console;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;

/**
 * Keeps other web sites, opened in the user's browser, away from the console. A name that resolves
 * to us but is not ours is DNS rebinding; a state-changing call from another origin is CSRF.
 */
final class BrowserGuard {

  /** An address cannot be rebound, a name can. */
  private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-fA-F:.]+]");

  private static final Set<String> SAME_SITE = Set.of("same-origin", "none");

  private final Set<String> hostNames;

  BrowserGuard(Set<String> hostNames) {
    this.hostNames = hostNames;
  }

  void check(Request request) throws ApiException {
    String host = request.getHeaders().get(HttpHeader.HOST);
    if (host == null || !allowed(nameOf(host))) {
      throw new ApiException(
          421, "the console is not served under this host name; see --console-name");
    }
    if (HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod())) {
      return;
    }
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    String site = request.getHeaders().get("Sec-Fetch-Site");
    if ((origin != null && !origin.equalsIgnoreCase("http://" + host))
        || (site != null && !SAME_SITE.contains(site))) {
      throw new ApiException(403, "state-changing calls are refused to pages of other origins");
    }
  }

  private boolean allowed(String name) {
    return name.equals("localhost")
        || IP_ADDRESS.matcher(name).matches()
        || hostNames.contains(name);
  }

  private static String nameOf(String host) {
    int colon = host.lastIndexOf(':');
    boolean hasPort = colon > host.lastIndexOf(']');
    return (hasPort ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
  }
}
