package dev.opamp.javaagent.opamp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far one offer of connection settings has come, over all its parts. */
final class OfferProgress {

  private static final int MAX_MESSAGE_CHARS = 2000;

  private final byte[] hash;
  private final List<String> unusable;
  private @Nullable List<String> destinations;
  private @Nullable List<String> opamp;

  /**
   * Progress of an offer none of whose parts is in force yet.
   *
   * @param unusable problems of parts that could not even be read
   */
  OfferProgress(byte[] hash, List<String> unusable) {
    this.hash = hash;
    this.unusable = unusable;
  }

  /** The parts that are not about the OpAMP connection are dealt with. */
  void destinationsDone(List<String> problems) {
    destinations = problems;
  }

  boolean isComplete() {
    return destinations != null && opamp != null;
  }

  /** The part about the OpAMP connection is dealt with. */
  void opampDone(List<String> problems) {
    opamp = problems;
  }

  ConnectionSettingsStatusSnapshot status() {
    List<String> ofDestinations = destinations;
    List<String> ofOpamp = opamp;
    if (ofDestinations == null || ofOpamp == null) {
      return new ConnectionSettingsStatusSnapshot(hash, ConnectionSettingsState.APPLYING, "");
    }
    List<String> problems = new ArrayList<>(ofOpamp);
    problems.addAll(unusable);
    problems.addAll(ofDestinations);
    if (problems.isEmpty()) {
      return new ConnectionSettingsStatusSnapshot(hash, ConnectionSettingsState.APPLIED, "");
    }
    return new ConnectionSettingsStatusSnapshot(
        hash, ConnectionSettingsState.FAILED, bounded(String.join("; ", problems)));
  }

  private static String bounded(String text) {
    return text.length() > MAX_MESSAGE_CHARS ? text.substring(0, MAX_MESSAGE_CHARS) + "..." : text;
  }
}
