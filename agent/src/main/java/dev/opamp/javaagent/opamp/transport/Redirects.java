package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.net.OneLine;
import dev.opamp.javaagent.net.ServerAddress;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Follows redirects of one transport. A permanent one is remembered for as long as the transport
 * lives and the new place works; after a failure the next attempt begins at the endpoint again, so
 * that no server can lock the agent out of it.
 */
final class Redirects {

  private static final int MAX_HOPS = 5;
  private static final List<Integer> PERMANENT = Arrays.asList(301, 308);
  private static final List<Integer> TEMPORARY = Arrays.asList(302, 307);
  private static final List<String> SCHEMES = Arrays.asList("ws", "wss", "http", "https");

  private final Target endpoint;
  private Target start;

  Redirects(ServerAddress endpoint) {
    this.endpoint = Target.endpoint(endpoint);
    this.start = this.endpoint;
  }

  static boolean isRedirect(int status) {
    return PERMANENT.contains(status) || TEMPORARY.contains(status);
  }

  /** Begins an attempt. */
  synchronized Attempt begin() {
    return new Attempt(start);
  }

  private synchronized void remember(Target place) {
    start = place;
  }

  /** One attempt with all its redirects. Used by one thread. */
  final class Attempt {
    private Target target;
    private Target permanent;
    private boolean onlyPermanent = true;
    private int hops;

    private Attempt(Target start) {
      this.target = start;
      this.permanent = start;
    }

    Target target() {
      return target;
    }

    /**
     * Goes where the answer points to.
     *
     * @throws FailedConnectionException if that is not allowed, or once too often
     */
    void follow(int status, @Nullable String location) throws IOException {
      if (++hops > MAX_HOPS) {
        throw refusal(status, "more than " + MAX_HOPS + " in a row");
      }
      target = target.movedTo(resolve(status, location));
      onlyPermanent &= PERMANENT.contains(status);
      if (onlyPermanent) {
        permanent = target;
      }
    }

    /** The last target answered as it should. */
    void succeeded() {
      remember(permanent);
    }

    /** No answer, or not the one hoped for. */
    void failed() {
      remember(endpoint);
    }

    private ServerAddress resolve(int status, @Nullable String location) throws IOException {
      if (location == null || location.trim().isEmpty()) {
        throw refusal(status, "no Location");
      }
      try {
        URI to = new URI(target.address().httpUrl()).resolve(new URI(location.trim()));
        if (!SCHEMES.contains(String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT))) {
          throw refusal(status, "to a scheme other than ws, wss, http and https");
        }
        ServerAddress address = ServerAddress.of(to);
        if (address.port() < 1 || address.port() > 65535) {
          throw refusal(status, "an unusable Location");
        }
        if (target.address().isSecure() && !address.isSecure()) {
          throw refusal(status, "from TLS to plain text at " + OneLine.of(address.host()));
        }
        return address;
      } catch (URISyntaxException | IllegalArgumentException e) {
        throw refusal(status, "an unusable Location");
      }
    }

    private FailedConnectionException refusal(int status, String reason) {
      return FailedConnectionException.status(
          status,
          "the server answered with redirect " + status + ", not followed: " + reason,
          null);
    }
  }
}
