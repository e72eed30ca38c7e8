package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.config.AdoptedSdk;
import dev.opamp.javaagent.config.CompositeChange;
import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.ManagedSdk;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.config.SdkDocument;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.function.Function;

/**
 * An application's SDK as the agent holds it: only as long as the application does, which must not
 * be kept in memory from here. The name and what is known about it are the agent's.
 */
final class WeakSdk implements ManagedSdk {

  private final String name;
  private final Map<String, Object> about;
  private final WeakReference<AdoptedSdk> sdk;

  WeakSdk(AdoptedSdk sdk) {
    this.name = sdk.name();
    this.about = sdk.about();
    this.sdk = new WeakReference<>(sdk);
  }

  private <T> T ask(Function<AdoptedSdk, T> question, T otherwise) {
    AdoptedSdk there = sdk.get();
    return there == null ? otherwise : question.apply(there);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Map<String, Object> about() {
    return about;
  }

  @Override
  public boolean isGone() {
    return ask(AdoptedSdk::isGone, true);
  }

  @Override
  public PreparedChange prepare(SdkDocument document) throws ConfigRejectedException {
    AdoptedSdk there = sdk.get();
    return there == null ? nothing() : there.prepare(document);
  }

  @Override
  public PreparedChange prepareAnew() throws ConfigRejectedException {
    AdoptedSdk there = sdk.get();
    return there == null ? nothing() : there.prepareAnew();
  }

  private static PreparedChange nothing() {
    return new CompositeChange(Collections.emptyList(), Collections.emptyList());
  }

  @Override
  public SdkDocument inForce() {
    return ask(AdoptedSdk::inForce, SdkDocument.of(Collections.emptyMap()));
  }

  @Override
  public Map<String, Object> resourceAttributes() {
    return ask(AdoptedSdk::resourceAttributes, Collections.emptyMap());
  }

  @Override
  public Map<String, Object> scopes() {
    return ask(AdoptedSdk::scopes, Collections.emptyMap());
  }

  @Override
  public Map<String, Object> stats() {
    return ask(AdoptedSdk::stats, Collections.emptyMap());
  }

  @Override
  public boolean flush(long millis) {
    return ask(there -> there.flush(millis), true);
  }

  @Override
  public boolean close(long millis) {
    return ask(there -> there.close(millis), true);
  }
}
