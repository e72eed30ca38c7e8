package dev.opamp.javaagent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the local settings let a remote configuration do. No remote message can change it. */
public final class LocalConsent {

  private final List<String> destinations;
  private final Set<String> powers;
  private final String serverHost;

  /**
   * @param destinations host patterns ({@code *} stands for any run of characters); empty for the
   *     default: the hosts of the start-up configuration and of the OpAMP server
   * @param powers {@code otel.opamp.allow}; {@code *} for all
   * @param serverHost host of the OpAMP server
   */
  public LocalConsent(List<String> destinations, Set<String> powers, String serverHost) {
    this.destinations = Collections.unmodifiableList(new ArrayList<>(destinations));
    this.powers = Collections.unmodifiableSet(new LinkedHashSet<>(powers));
    this.serverHost = serverHost;
  }

  List<String> destinations() {
    return destinations;
  }

  String serverHost() {
    return serverHost;
  }

  boolean allows(String power) {
    return powers.contains(power) || powers.contains("*");
  }
}
