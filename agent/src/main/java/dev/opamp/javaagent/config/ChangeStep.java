package dev.opamp.javaagent.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One place of a document at which a change departs from what is in force, and how. */
public final class ChangeStep {

  private final String path;
  private final SwapKind kind;

  /**
   * Creates a step.
   *
   * @param path dotted, list items as {@code [0]}, in the new document where that has the place
   */
  public ChangeStep(String path, SwapKind kind) {
    this.path = path;
    this.kind = kind;
  }

  /** The place, for example {@code tracer_provider.sampler}. */
  public String path() {
    return path;
  }

  /** The way it is changed. */
  public SwapKind kind() {
    return kind;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof ChangeStep
        && path.equals(((ChangeStep) o).path)
        && kind == ((ChangeStep) o).kind;
  }

  @Override
  public int hashCode() {
    return Objects.hash(path, kind);
  }

  @Override
  public String toString() {
    return path + ": " + kind;
  }
}
