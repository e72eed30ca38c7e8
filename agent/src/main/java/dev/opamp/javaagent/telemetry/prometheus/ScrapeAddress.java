package dev.opamp.javaagent.telemetry.prometheus;

import java.net.InetSocketAddress;

/** Where a listening socket is opened. */
final class ScrapeAddress {

  private final String host;
  private final int port;

  ScrapeAddress(String host, int port) {
    this.host = host;
    this.port = port;
  }

  InetSocketAddress resolve() {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("host " + host + " cannot be resolved");
    }
    return address;
  }

  int port() {
    return port;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScrapeAddress
        && ((ScrapeAddress) other).host.equals(host)
        && ((ScrapeAddress) other).port == port;
  }

  @Override
  public int hashCode() {
    return host.hashCode() * 31 + port;
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
