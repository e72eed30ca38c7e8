package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.config.ConfigPipeline;
import dev.opamp.javaagent.opamp.OfferListener;
import dev.opamp.javaagent.opamp.OwnTelemetryOffer;
import dev.opamp.javaagent.opamp.RemoteConfigOffer;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Hands what the server offers to the part that deals with it, off the session's thread. */
final class ServerOffers implements OfferListener {

  private final ConfigPipeline pipeline;
  private final Consumer<OwnTelemetryOffer> ownTelemetry;
  private final Runnable restart;
  private final Executor apply;

  ServerOffers(
      ConfigPipeline pipeline,
      Consumer<OwnTelemetryOffer> ownTelemetry,
      Runnable restart,
      Executor apply) {
    this.pipeline = pipeline;
    this.ownTelemetry = ownTelemetry;
    this.restart = restart;
    this.apply = apply;
  }

  @Override
  public void onRemoteConfig(RemoteConfigOffer offer) {
    pipeline.offer(offer);
  }

  @Override
  public void onOwnTelemetry(OwnTelemetryOffer offer) {
    apply.execute(() -> ownTelemetry.accept(offer));
  }

  @Override
  public void onRestart() {
    apply.execute(restart);
  }
}
