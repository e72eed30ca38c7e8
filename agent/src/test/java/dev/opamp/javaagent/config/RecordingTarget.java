package dev.opamp.javaagent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An SDK that only remembers, and fails where the test says so. */
final class RecordingTarget implements SdkTarget {

  final List<String> events;
  private final String name;
  private SdkDocument inForce = SdkDocument.of(Map.of());
  boolean gone;
  Function<Map<String, Object>, @Nullable Throwable> onPrepare = document -> null;
  Function<Map<String, Object>, @Nullable Throwable> onCommit = document -> null;

  RecordingTarget(String name) {
    this(name, new ArrayList<>());
  }

  /** Several targets may write into one list, to show their order. */
  RecordingTarget(String name, List<String> events) {
    this.name = name;
    this.events = events;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public PreparedChange prepare(SdkDocument document) throws ConfigRejectedException {
    events.add(name + ":prepare");
    Throwable failure = onPrepare.apply(document.tree());
    if (failure instanceof ConfigRejectedException rejected) {
      throw rejected;
    }
    RecordingTarget.<RuntimeException>sneak(failure);
    return new Change(document, inForce);
  }

  @Override
  public boolean isGone() {
    return gone;
  }

  @Override
  public SdkDocument inForce() {
    return inForce;
  }

  @Override
  public Map<String, Object> resourceAttributes() {
    return Map.of();
  }

  long count(String event) {
    return events.stream().filter((name + ":" + event)::equals).count();
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(@Nullable Throwable failure) throws T {
    if (failure != null) {
      throw (T) failure;
    }
  }

  private final class Change implements PreparedChange {
    private final SdkDocument next;
    private final SdkDocument before;

    Change(SdkDocument next, SdkDocument before) {
      this.next = next;
      this.before = before;
    }

    /** Such a target exchanges everything. */
    @Override
    public List<ChangeStep> steps() {
      return next.equals(before)
          ? List.of()
          : List.of(new ChangeStep("tracer_provider", SwapKind.GENERATION));
    }

    @Override
    public void commit() {
      events.add(name + ":commit");
      inForce = next;
      RecordingTarget.<RuntimeException>sneak(onCommit.apply(next.tree()));
    }

    @Override
    public void revert() {
      events.add(name + ":revert");
      inForce = before;
    }

    @Override
    public void discard() {
      events.add(name + ":discard");
    }

    @Override
    public void retireReplaced() {
      events.add(name + ":retire");
    }
  }
}
