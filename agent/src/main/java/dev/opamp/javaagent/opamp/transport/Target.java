package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.net.ServerAddress;
import dev.opamp.javaagent.net.TlsSettings;

/**
 * Where a request goes: the configured endpoint, or where a redirect led. Immutable. Credentials go
 * to trusted targets alone; a chain of redirects that has left the endpoint's host and port is not
 * trusted again, wherever it leads.
 */
final class Target {

  private final ServerAddress address;
  private final boolean trusted;

  private Target(ServerAddress address, boolean trusted) {
    this.address = address;
    this.trusted = trusted;
  }

  static Target endpoint(ServerAddress address) {
    return new Target(address, true);
  }

  /** The target of a redirect from here. */
  Target movedTo(ServerAddress next) {
    return new Target(next, trusted && isSameServer(next));
  }

  ServerAddress address() {
    return address;
  }

  /** Whether headers, token and client certificate may be sent. */
  boolean isTrusted() {
    return trusted;
  }

  /** Returns the settings for this target: without a client certificate if it is not trusted. */
  TlsSettings tls(TlsSettings settings) {
    return trusted ? settings : settings.withoutClient();
  }

  /** The same host on the same port; the step to TLS on the same host changes the port as well. */
  private boolean isSameServer(ServerAddress next) {
    return address.host().equalsIgnoreCase(next.host())
        && (address.port() == next.port() || isStepToTls(next));
  }

  private boolean isStepToTls(ServerAddress next) {
    return !address.isSecure() && next.isSecure() && address.port() == 80 && next.port() == 443;
  }
}
