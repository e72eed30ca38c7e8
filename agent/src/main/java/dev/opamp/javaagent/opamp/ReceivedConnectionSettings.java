package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.opamp.proto.OpAMPConnectionSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@code ConnectionSettingsOffers} taken apart, less what cannot be used. Immutable. */
final class ReceivedConnectionSettings {

  private final ConnectionSettingsOffer destinations;
  private final @Nullable OpAMPConnectionSettings opamp;
  private final List<String> problems;

  ReceivedConnectionSettings(
      ConnectionSettingsOffer destinations,
      @Nullable OpAMPConnectionSettings opamp,
      List<String> problems) {
    this.destinations = destinations;
    this.opamp = opamp;
    this.problems = Collections.unmodifiableList(new ArrayList<>(problems));
  }

  ConnectionSettingsOffer destinations() {
    return destinations;
  }

  /** The part about the connection to the server itself, as it came. */
  @Nullable OpAMPConnectionSettings opamp() {
    return opamp;
  }

  /** Why parts are missing here, each beginning with the name of its part. */
  List<String> problems() {
    return problems;
  }
}
