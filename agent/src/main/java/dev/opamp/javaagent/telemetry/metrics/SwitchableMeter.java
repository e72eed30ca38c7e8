package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.LongUpDownCounterBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One meter: its instruments and callbacks, and their current meter. */
final class SwitchableMeter implements Meter {

  private final MeterScope scope;
  private final Object lock;
  private final Object running = new Object();
  private final Map<InstrumentKey, SwitchableInstrument<?>> instruments = new ConcurrentHashMap<>();

  // Guarded by lock, as are the parts of a change that is under way.
  private final Map<CallbackKey, CallbackRegistration> callbacks = new LinkedHashMap<>();
  private Meter current;
  private @Nullable Meter prepared;

  SwitchableMeter(MeterScope scope, Object lock, Meter current) {
    this.scope = scope;
    this.lock = lock;
    this.current = current;
  }

  @Override
  public LongCounterBuilder counterBuilder(String name) {
    return new CounterBuilders.OfLong(this, new InstrumentDescriptor(name));
  }

  @Override
  public LongUpDownCounterBuilder upDownCounterBuilder(String name) {
    return new UpDownCounterBuilders.OfLong(this, new InstrumentDescriptor(name));
  }

  @Override
  public DoubleHistogramBuilder histogramBuilder(String name) {
    return new HistogramBuilders.OfDouble(this, new InstrumentDescriptor(name));
  }

  @Override
  public DoubleGaugeBuilder gaugeBuilder(String name) {
    return new GaugeBuilders.OfDouble(this, new InstrumentDescriptor(name));
  }

  @Override
  public BatchCallback batchCallback(
      Runnable callback,
      ObservableMeasurement observableMeasurement,
      ObservableMeasurement... additionalMeasurements) {
    BatchObservation batch =
        new BatchObservation(callback, this::isOwn, observableMeasurement, additionalMeasurements);
    return register(batch.key(), batch);
  }

  private boolean isOwn(ObservableMeasurement measurement) {
    return measurement instanceof SwitchableInstrument
        && instruments.containsValue((SwitchableInstrument<?>) measurement);
  }

  /**
   * Returns the instrument of this kind and description, which is built at its first use.
   *
   * @param kind the class of the instrument
   * @param factory builds one instrument on the delegate meter it is given
   */
  <T, I extends SwitchableInstrument<T>> I instrument(
      Class<I> kind,
      InstrumentDescriptor descriptor,
      BiFunction<Meter, InstrumentDescriptor, T> factory,
      BiFunction<Function<Meter, T>, T, I> constructor) {
    InstrumentKey key = new InstrumentKey(kind, descriptor);
    SwitchableInstrument<?> known = instruments.get(key);
    if (known != null) {
      return kind.cast(known);
    }
    Function<Meter, T> onMeter = meter -> factory.apply(meter, descriptor);
    synchronized (lock) {
      I created = constructor.apply(onMeter, onMeter.apply(current));
      SwitchableInstrument<?> first = instruments.putIfAbsent(key, created);
      return first == null ? created : kind.cast(first);
    }
  }

  /** Registers a callback, or one more holder of it when the very same is there already. */
  RegistrationHandle register(CallbackKey key, ObservedCallback callback) {
    synchronized (lock) {
      CallbackRegistration registration = callbacks.get(key);
      if (registration == null) {
        registration = new CallbackRegistration(lock, running, callback, current);
        callbacks.put(key, registration);
      }
      registration.addHolder();
      return new RegistrationHandle(() -> unregister(key));
    }
  }

  private void unregister(CallbackKey key) {
    synchronized (lock) {
      CallbackRegistration registration = callbacks.get(key);
      if (registration != null && registration.removeHolder()) {
        callbacks.remove(key);
      }
    }
  }

  void prepareInstruments(MeterProvider provider) {
    Meter next = scope.meterOf(provider);
    prepared = next;
    instruments.values().forEach(instrument -> instrument.prepare(next));
  }

  void prepareCallbacks() {
    Meter next = prepared;
    if (next != null) {
      callbacks.values().forEach(callback -> callback.prepare(next));
    }
  }

  void publish() {
    if (prepared != null) {
      current = prepared;
      prepared = null;
    }
    instruments.values().forEach(SwitchableInstrument::publish);
  }

  /** Puts the prepared callbacks in force, and adds those before to a list. */
  void replaceCallbacks(List<CallbackOnMeter> replaced) {
    for (CallbackRegistration callback : callbacks.values()) {
      CallbackOnMeter before = callback.replace();
      if (before != null) {
        replaced.add(before);
      }
    }
  }

  void discardPrepared() {
    prepared = null;
    instruments.values().forEach(SwitchableInstrument::discardPrepared);
    callbacks.values().forEach(CallbackRegistration::discardPrepared);
  }
}
