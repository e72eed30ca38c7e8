package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.config.ChangeStep;
import dev.opamp.javaagent.config.ConfigProblem;
import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.ManagedSdk;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.config.SdkDocument;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** An SDK that takes every document, and hangs where the test says so. */
final class FakeSdk implements ManagedSdk {

  final CountDownLatch closing = new CountDownLatch(1);
  final CountDownLatch flushing = new CountDownLatch(1);
  CountDownLatch receiver = new CountDownLatch(0);
  RuntimeException failure;

  /** A document with this text in it is refused; empty for none. */
  String refused = "";

  volatile int rebuilt;
  volatile boolean gone;
  volatile Map<String, Object> stats = Map.of();
  volatile Map<String, Object> scopes = Map.of();
  private final String name;
  private volatile SdkDocument inForce = SdkDocument.of(Map.of());

  FakeSdk(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public PreparedChange prepare(SdkDocument document) throws ConfigRejectedException {
    if (!refused.isEmpty() && document.tree().toString().contains(refused)) {
      throw new ConfigRejectedException(new ConfigProblem("test", 0, refused));
    }
    if (failure != null) {
      throw failure;
    }
    SdkDocument before = inForce;
    return new PreparedChange() {
      @Override
      public List<ChangeStep> steps() {
        return List.of();
      }

      @Override
      public void commit() {
        inForce = document;
      }

      @Override
      public void revert() {
        inForce = before;
      }

      @Override
      public void discard() {}

      @Override
      public void retireReplaced() {}
    };
  }

  @Override
  public PreparedChange prepareAnew() throws ConfigRejectedException {
    rebuilt++;
    return prepare(inForce);
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
    return Map.of("service.name", name);
  }

  @Override
  public boolean flush(long millis) {
    flushing.countDown();
    return awaitReceiver();
  }

  @Override
  public boolean close(long millis) {
    closing.countDown();
    return awaitReceiver();
  }

  private boolean awaitReceiver() {
    try {
      receiver.await();
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Override
  public Map<String, Object> stats() {
    return stats;
  }

  @Override
  public Map<String, Object> scopes() {
    return scopes;
  }
}
