package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.config.SdkTarget;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it is told. */
final class RecordingAttachListener implements AttachListener {

  final List<SdkTarget> attached = new CopyOnWriteArrayList<>();
  final List<SdkTarget> retired = new CopyOnWriteArrayList<>();
  final List<String> notAttached = new CopyOnWriteArrayList<>();

  @Override
  public void attached(SdkTarget target) {
    attached.add(target);
  }

  @Override
  public void retired(SdkTarget target) {
    retired.add(target);
  }

  @Override
  public void notAttached(String application, String reason) {
    notAttached.add(reason);
  }
}
