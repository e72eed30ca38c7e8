package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.concurrent.Ticker;
import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.opamp.proto.AgentConfigFile;
import dev.opamp.javaagent.opamp.proto.AgentConfigMap;
import dev.opamp.javaagent.opamp.proto.AgentRemoteConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells new remote configurations from repeated ones, and passes on the new. The hash decides; only
 * an empty one, a fault of the server, makes the content decide. Configurations that change faster
 * than one per second are thinned out, the newest winning.
 */
final class RemoteConfigOffers {

  private static final AgentLogger LOG = AgentLogger.get(RemoteConfigOffers.class);
  private static final int MAX_FILES = 1000;
  private static final int BURST = 10;
  private static final Duration GAP = Duration.ofSeconds(1);

  private final OfferListener listener;
  private final Timers timers;
  private final TokenBucket bucket;
  private @Nullable RemoteConfigOffer last;
  private byte @Nullable [] knownHash;

  /**
   * @param known status of the offer that is in force from an earlier run, null when there is none
   */
  RemoteConfigOffers(
      OfferListener listener,
      @Nullable RemoteConfigStatusSnapshot known,
      Timers timers,
      Ticker ticker) {
    this.listener = listener;
    this.timers = timers;
    this.bucket = new TokenBucket(ticker, BURST, GAP);
    if (known != null) {
      remember(known);
    }
  }

  /** Whether a status may be reported: once there is an offer, only about the newest. */
  boolean accepts(RemoteConfigStatusSnapshot status) {
    RemoteConfigOffer newest = last;
    if (newest != null) {
      return Arrays.equals(newest.hash(), status.hash());
    }
    remember(status);
    return true;
  }

  void onOffer(AgentRemoteConfig message, ProtocolActions actions) {
    RemoteConfigOffer offer = decode(message);
    if (isRepeated(offer)) {
      return;
    }
    last = offer;
    knownHash = null;
    timers.cancel(Timers.Name.OFFER);
    Collection<ConfigFile> files = offer.files();
    if (files == null) {
      actions.remoteConfigStatus(failed(offer, "the offer has no config"));
    } else if (files.size() > MAX_FILES) {
      actions.remoteConfigStatus(
          failed(offer, "the offer has " + files.size() + " files, more than " + MAX_FILES));
    } else {
      deliverInTime(offer, actions);
    }
  }

  private void remember(RemoteConfigStatusSnapshot status) {
    if (status.hash().length > 0) {
      knownHash = status.hash();
    }
  }

  private boolean isRepeated(RemoteConfigOffer offer) {
    byte[] known = knownHash;
    if (known != null && Arrays.equals(known, offer.hash())) {
      return true;
    }
    RemoteConfigOffer before = last;
    if (before == null || !Arrays.equals(before.hash(), offer.hash())) {
      return false;
    }
    if (offer.files() == null || offer.hash().length == 0) {
      return sameFiles(before.files(), offer.files()) || offer.files() == null;
    }
    // The hash is the server's word for the content, unless it came without any.
    return before.files() != null;
  }

  private static boolean sameFiles(
      @Nullable List<ConfigFile> before, @Nullable List<ConfigFile> now) {
    return before != null && now != null && new HashSet<>(before).equals(new HashSet<>(now));
  }

  private void deliverInTime(RemoteConfigOffer offer, ProtocolActions actions) {
    Duration wait = bucket.untilNext();
    if (wait.isZero()) {
      deliver(offer, actions);
    } else {
      LOG.debug("remote configurations change too fast, the newest waits " + wait);
      timers.start(Timers.Name.OFFER, wait, () -> deliver(offer, actions));
    }
  }

  private void deliver(RemoteConfigOffer offer, ProtocolActions actions) {
    bucket.take();
    Throwable thrown =
        Contained.run("remote config listener", () -> listener.onRemoteConfig(offer));
    if (thrown != null) {
      actions.remoteConfigStatus(
          failed(offer, "the agent failed: " + thrown.getClass().getSimpleName()));
    }
  }

  private static RemoteConfigStatusSnapshot failed(RemoteConfigOffer offer, String reason) {
    return new RemoteConfigStatusSnapshot(offer.hash(), RemoteConfigState.FAILED, reason);
  }

  private static RemoteConfigOffer decode(AgentRemoteConfig message) {
    byte[] hash = message.getConfigHash().toByteArray();
    if (!message.hasConfig()) {
      return new RemoteConfigOffer(hash, null);
    }
    // Of several files of one name the last is meant: these are the entries of a map.
    Map<String, AgentConfigFile> bodies = new LinkedHashMap<>();
    for (AgentConfigMap.Entry file : message.getConfig().getConfigMapList()) {
      bodies.put(file.getKey(), file.getValue());
    }
    List<ConfigFile> files = new ArrayList<>();
    bodies.forEach(
        (name, body) ->
            files.add(new ConfigFile(name, body.getContentType(), body.getBody().toByteArray())));
    return new RemoteConfigOffer(hash, files);
  }
}
