package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.config.SdkTarget;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An SDK that is kept until the application holds it, and from then on lives as long as the
 * application does: an application that is undeployed is not kept in memory from here.
 */
final class LentSdk {

  private final WeakReference<SdkTarget> target;
  private final WeakReference<Object> openTelemetry;
  private final AtomicReference<@Nullable BuiltSdk> kept;

  LentSdk(BuiltSdk sdk) {
    this.target = new WeakReference<>(sdk.target());
    this.openTelemetry = new WeakReference<>(sdk.openTelemetry());
    this.kept = new AtomicReference<>(sdk);
  }

  @Nullable SdkTarget target() {
    return target.get();
  }

  @Nullable Object openTelemetry() {
    return openTelemetry.get();
  }

  /** The application holds the SDK, or will never. */
  void letGo() {
    kept.set(null);
  }
}
