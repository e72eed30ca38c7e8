package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ChangeStep;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.telemetry.metrics.ReplacedCallbacks;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The step from one state of metrics to the next. Within a generation of the provider its readers
 * follow and its meters are told whether they are enabled; else the next generation takes over what
 * applications record at once, and {@link MeterHandover} ends the one before.
 */
final class MetricsChange implements PreparedChange {

  private enum Stage {
    PREPARED,
    COMMITTED,
    ENDED
  }

  private final MetricsState before;
  private final MetricsState after;
  private final List<ChangeStep> steps;
  private final LiveMeters live;
  private Stage stage = Stage.PREPARED;
  private long since;
  private @Nullable ReplacedCallbacks replaced;

  MetricsChange(MetricsState before, MetricsState after, List<ChangeStep> steps, LiveMeters live) {
    this.before = before;
    this.after = after;
    this.steps = Collections.unmodifiableList(steps);
    this.live = live;
  }

  private boolean isSwap() {
    return before.generation != after.generation;
  }

  @Override
  public List<ChangeStep> steps() {
    return steps;
  }

  @Override
  public void commit() {
    stage = Stage.COMMITTED;
    if (isSwap()) {
      since = System.nanoTime();
      after.generation.commit(before.generation);
      after.configure();
      replaced = live.meters.switchTo(after.generation.provider);
      after.generation.run();
    } else {
      live.meters.configure(after::settle);
    }
    live.inForce(after);
  }

  /** Nothing was collected from the generation before for the last time, so it just goes on. */
  @Override
  public void revert() {
    if (stage == Stage.PREPARED) {
      discard();
    } else if (stage == Stage.COMMITTED) {
      stage = Stage.ENDED;
      if (isSwap()) {
        goBack();
      } else {
        live.meters.configure(before::settle);
      }
      live.inForce(before);
      live.retirement.retire(after.outletsNotIn(before));
    }
  }

  private void goBack() {
    ReplacedCallbacks given =
        replaced == null ? null : live.meters.switchTo(before.generation.provider);
    before.generation.run();
    after.forsake(before);
    live.handover.giveUp(after, given);
  }

  @Override
  public void discard() {
    stage = Stage.ENDED;
    live.retirement.closeUnused(after.outletsNotIn(before));
  }

  @Override
  public void retireReplaced() {
    stage = Stage.ENDED;
    handOver();
    live.retirement.retire(before.outletsNotIn(after));
  }

  /** Lets the committed generation collect, after the last collection of the one before. */
  void handOver() {
    ReplacedCallbacks callbacks = replaced;
    if (callbacks != null) {
      live.handover.begin(before, callbacks, after.generation, since);
    }
  }
}
