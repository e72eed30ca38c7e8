package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.metrics.MeterBuilder;
import io.opentelemetry.api.metrics.MeterProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A meter provider whose implementation can be replaced at any time, while every meter, instrument
 * and callback an application obtained from it keeps working.
 *
 * <p>It starts on {@link MeterProvider#noop()}. Equal meters and equal synchronous instruments are
 * created once and kept for ever, as the SDK itself does with their storage, so that an application
 * that builds the same instrument again and again does not grow the heap.
 *
 * <p><b>Order of a replacement.</b> {@link #switchTo} first builds every instrument and registers
 * every callback on the new provider; a failure there leaves all as it was. Then it publishes the
 * new instruments. The callbacks stay on the old provider too, for a collection that is under way
 * and for its last one: see {@link ReplacedCallbacks}. Of the two providers only one may be
 * collected at a time.
 *
 * <p><b>Recordings that race the switch.</b> A recording is one volatile read and one call, without
 * a lock or a counter. A thread that read the old instrument just before the switch still records
 * into it afterwards. That measurement is safe as long as the old provider collects again after
 * those few instructions, so callers let some time pass (a second is ample) between {@link
 * #switchTo} and the last collection. Counting recordings in flight would close even that window,
 * at a cost of two contended writes for each measurement of the application.
 */
public final class SwitchableMeterProvider implements MeterProvider {

  private final Object lock = new Object();
  private final Map<MeterScope, SwitchableMeter> meters = new ConcurrentHashMap<>();

  /**
   * Guarded by {@link #lock}, which also guards all registrations; no application code runs in it.
   */
  private MeterProvider current = MeterProvider.noop();

  @Override
  public MeterBuilder meterBuilder(String instrumentationScopeName) {
    return new SwitchableMeterBuilder(this, instrumentationScopeName);
  }

  /**
   * Makes everything obtained from this provider, and everything obtained later, work on another
   * one.
   *
   * @param next the new provider, which the caller owns, as it does the replaced one; may be one
   *     that was in force before, provided it was not shut down
   * @return the callbacks of the replaced provider
   */
  public ReplacedCallbacks switchTo(MeterProvider next) {
    synchronized (lock) {
      List<SwitchableMeter> all = new ArrayList<>(meters.values());
      prepare(all, next);
      current = next;
      all.forEach(SwitchableMeter::publish);
      List<CallbackOnMeter> replaced = new ArrayList<>();
      all.forEach(meter -> meter.replaceCallbacks(replaced));
      return new ReplacedCallbacks(replaced);
    }
  }

  /** Changes the provider in force, while no meter is made. */
  public void configure(Runnable change) {
    synchronized (lock) {
      change.run();
    }
  }

  private static void prepare(List<SwitchableMeter> all, MeterProvider next) {
    try {
      // Batch callbacks name instruments, so all instruments come before any callback.
      all.forEach(meter -> meter.prepareInstruments(next));
      all.forEach(SwitchableMeter::prepareCallbacks);
    } catch (RuntimeException | Error e) {
      all.forEach(SwitchableMeter::discardPrepared);
      throw e;
    }
  }

  /** Tells name and version of each instrumentation scope that has a meter. */
  public void forEachScope(BiConsumer<@Nullable String, @Nullable String> scopes) {
    meters.keySet().forEach(scope -> scope.tell(scopes));
  }

  SwitchableMeter meter(MeterScope scope) {
    SwitchableMeter known = meters.get(scope);
    if (known != null) {
      return known;
    }
    synchronized (lock) {
      SwitchableMeter created = new SwitchableMeter(scope, lock, scope.meterOf(current));
      SwitchableMeter first = meters.putIfAbsent(scope, created);
      return first == null ? created : first;
    }
  }
}
