package dev.opamp.javaagent.opamp.transport;

import java.util.ArrayList;
import java.util.List;

/** What must be released when a connection ends, also what is acquired too late. */
final class Releases {

  private final List<Runnable> pending = new ArrayList<>();
  private boolean released;

  /** Keeps a release for later; runs it at once if the connection has ended already. */
  void add(Runnable release) {
    synchronized (this) {
      if (!released) {
        pending.add(release);
        return;
      }
    }
    release.run();
  }

  /** Runs all, once. */
  void run() {
    List<Runnable> all;
    synchronized (this) {
      released = true;
      all = new ArrayList<>(pending);
      pending.clear();
    }
    all.forEach(Runnable::run);
  }
}
