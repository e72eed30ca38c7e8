package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.ChangeStep;
import dev.opamp.javaagent.config.ConfigProblem;
import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.config.SwapKind;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A place in an SDK where the application's own stands until an offer asks for something else, and
 * stands again when no offer does.
 *
 * @param <T> what stands there
 */
final class Slot<T> {

  /** Builds what a document asks for. */
  interface Factory<T> {
    Piece<T> build(DocumentNode place) throws ConfigRejectedException;
  }

  private final SwapKind kind;
  private final Retirement retirement;
  private final Factory<T> factory;
  private final Consumer<@Nullable T> publish;
  private volatile @Nullable Piece<T> inForce;

  /** Where in its document it stood. */
  private String lastPath = "";

  /**
   * @param publish puts something in force, null for what the application had there
   */
  Slot(SwapKind kind, Retirement retirement, Factory<T> factory, Consumer<@Nullable T> publish) {
    this.kind = kind;
    this.retirement = retirement;
    this.factory = factory;
    this.publish = publish;
  }

  /** What an offer has put here; null while the application's own is in force. */
  @Nullable Piece<T> inForce() {
    return inForce;
  }

  /**
   * Prepares what is asked for at a place.
   *
   * @param place null when the application's own is to be in force
   * @param anew whether it is to be built also when it is the same
   */
  PreparedChange prepare(@Nullable DocumentNode place, boolean anew)
      throws ConfigRejectedException {
    Piece<T> before = inForce;
    if (place == null) {
      return new Change(before, null, place(before));
    }
    if (before != null && !anew && before.isFrom(place)) {
      return new Change(before, before, place.path());
    }
    try {
      return new Change(before, factory.build(place), place.path());
    } catch (RuntimeException | LinkageError e) {
      throw new ConfigRejectedException(new ConfigProblem(place.path(), 0, Refusal.reason(e)));
    }
  }

  private String place(@Nullable Piece<T> before) {
    return before == null ? "" : lastPath;
  }

  private void put(@Nullable Piece<T> piece, String path) {
    publish.accept(piece == null ? null : piece.value());
    inForce = piece;
    lastPath = path;
  }

  /** From one piece to another, either of which may be the application's own. */
  private final class Change implements PreparedChange {
    private final @Nullable Piece<T> before;
    private final @Nullable Piece<T> after;
    private final String path;

    Change(@Nullable Piece<T> before, @Nullable Piece<T> after, String path) {
      this.before = before;
      this.after = after;
      this.path = path;
    }

    @Override
    public List<ChangeStep> steps() {
      return before == after
          ? Collections.emptyList()
          : Collections.singletonList(new ChangeStep(path, kind));
    }

    @Override
    public void commit() {
      if (before != after) {
        put(after, path);
      }
    }

    @Override
    public void revert() {
      if (before != after) {
        try {
          put(before, path);
        } finally {
          discard();
        }
      }
    }

    @Override
    public void discard() {
      if (after != null && after != before) {
        retirement.retire(after.closing());
      }
    }

    @Override
    public void retireReplaced() {
      if (before != null && after != before) {
        retirement.retire(before.closing());
      }
    }
  }
}
