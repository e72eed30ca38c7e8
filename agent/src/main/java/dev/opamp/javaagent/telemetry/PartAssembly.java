package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ConfigProblem;
import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds the parts of one signal from a document, takes over those whose sub-document and
 * connection did not change, and collects every problem on the way.
 */
final class PartAssembly {

  private final RetireThread retirement;
  private final Reuse reuse;
  private final List<Part<?>> created = new ArrayList<>();
  private final List<ConfigProblem> problems = new ArrayList<>();

  PartAssembly(RetireThread retirement) {
    this(retirement, Reuse.UNCHANGED_PARTS);
  }

  PartAssembly(RetireThread retirement, Reuse reuse) {
    this.retirement = retirement;
    this.reuse = reuse;
  }

  /** Returns the part for a node that may be absent; none if that failed. */
  <T> List<Part<T>> part(
      List<Part<T>> inForce, DocumentNode node, Function<DocumentNode, Part<T>> build) {
    return parts(inForce, Collections.singletonList(node), build);
  }

  /** Returns one part for each node, in order; those that failed are missing. */
  <T> List<Part<T>> parts(
      List<Part<T>> inForce, List<DocumentNode> nodes, Function<DocumentNode, Part<T>> build) {
    List<Part<T>> unclaimed = new ArrayList<>(reuse == Reuse.NOTHING ? none() : inForce);
    List<Part<T>> parts = new ArrayList<>();
    for (DocumentNode node : nodes) {
      Part<T> part = claim(unclaimed, node);
      if (part == null) {
        part = attempt(node, () -> build.apply(node));
        if (part != null) {
          created.add(part);
        }
      }
      if (part != null) {
        parts.add(part);
      }
    }
    return Collections.unmodifiableList(parts);
  }

  private static <T> List<T> none() {
    return Collections.emptyList();
  }

  /**
   * Returns the generation in force if it is fixed to the same, and a new one otherwise; null after
   * a failure.
   */
  <P> @Nullable ProviderGeneration<P> generation(
      ProviderGeneration<P> inForce, Object fixed, DocumentNode section, Supplier<P> build) {
    return reuse == Reuse.UNCHANGED_PARTS && inForce.isFixedTo(fixed)
        ? inForce
        : attempt(section, () -> new ProviderGeneration<>(build.get(), fixed));
  }

  /** Builds something that needs no closing; null after a failure. */
  <T> @Nullable T attempt(DocumentNode node, Supplier<T> build) {
    try {
      return build.get();
    } catch (RuntimeException | LinkageError e) {
      problems.add(FailureLocator.problem(node, e));
      return null;
    }
  }

  /**
   * Ends the assembly.
   *
   * @throws ConfigRejectedException with every problem; all that was built is closed then
   */
  void finish() throws ConfigRejectedException {
    if (!problems.isEmpty()) {
      retirement.closeUnused(created);
      throw new ConfigRejectedException(problems);
    }
  }

  private static <T> @Nullable Part<T> claim(List<Part<T>> unclaimed, DocumentNode node) {
    for (Part<T> candidate : unclaimed) {
      if (candidate.isFrom(node)) {
        unclaimed.remove(candidate);
        return candidate;
      }
    }
    return null;
  }
}
