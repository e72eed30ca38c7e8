package dev.opamp.javaagent.testing.server;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.AgentConfigFile;
import dev.opamp.javaagent.opamp.proto.AgentConfigMap;
import dev.opamp.javaagent.opamp.proto.AgentDescription;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.AnyValue;
import dev.opamp.javaagent.opamp.proto.ComponentHealth;
import dev.opamp.javaagent.opamp.proto.EffectiveConfig;
import dev.opamp.javaagent.opamp.proto.KeyValue;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.testing.server.fleet.InstanceUids;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** What a fake agent says; the sequence number counts by itself. */
final class FakeAgentState {

  static final long CAPABILITIES =
      0x1 | 0x2 | 0x4 | 0x20 | 0x40 | 0x80 | 0x400 | 0x800 | 0x1000 | 0x2000;

  final UUID uid = UUID.randomUUID();
  private final AtomicLong sequence = new AtomicLong();
  private final String serviceName;

  FakeAgentState(String serviceName) {
    this.serviceName = serviceName;
  }

  AgentToServer.Builder heartbeat() {
    return AgentToServer.newBuilder()
        .setInstanceUid(InstanceUids.bytes(uid))
        .setSequenceNum(sequence.getAndIncrement())
        .setCapabilities(CAPABILITIES);
  }

  void loseOneMessage() {
    sequence.incrementAndGet();
  }

  AgentToServer full() {
    return heartbeat()
        .setAgentDescription(
            AgentDescription.newBuilder()
                .addIdentifyingAttributes(attribute("service.name", serviceName))
                .addIdentifyingAttributes(attribute("service.namespace", "shop"))
                .addIdentifyingAttributes(attribute("service.instance.id", uid.toString()))
                .addNonIdentifyingAttributes(attribute("host.name", "web-07"))
                .addNonIdentifyingAttributes(attribute("os.type", "linux"))
                .addNonIdentifyingAttributes(
                    attribute("process.runtime.name", "OpenJDK Runtime Environment"))
                .addNonIdentifyingAttributes(attribute("process.runtime.version", "21.0.5+11"))
                .addNonIdentifyingAttributes(attribute("telemetry.sdk.language", "java"))
                .addNonIdentifyingAttributes(attribute("telemetry.sdk.name", "opentelemetry"))
                .addNonIdentifyingAttributes(attribute("telemetry.sdk.version", "1.65.0")))
        .setHealth(health())
        .setEffectiveConfig(
            effective(
                "file_format: \"1.0\" # start-up\ntracer_provider:\n  sampler:\n    always_on: {}\n"))
        .build();
  }

  static ComponentHealth health() {
    ComponentHealth ok =
        ComponentHealth.newBuilder().setHealthy(true).setStatus("StatusOK").build();
    return ok.toBuilder()
        .addComponentHealthMap(
            Entries.health(
                "sdk",
                ok.toBuilder()
                    .addComponentHealthMap(Entries.health("traces", ok))
                    .addComponentHealthMap(Entries.health("metrics", ok))
                    .build()))
        .addComponentHealthMap(Entries.health("exporter", ok))
        .build();
  }

  static EffectiveConfig effective(String yaml) {
    return EffectiveConfig.newBuilder()
        .setConfigMap(
            AgentConfigMap.newBuilder()
                .addConfigMap(
                    Entries.file(
                        "",
                        AgentConfigFile.newBuilder()
                            .setBody(ByteString.copyFromUtf8(yaml))
                            .setContentType("text/yaml")
                            .build())))
        .build();
  }

  AgentToServer status(ByteString hash, RemoteConfigStatuses status, String error) {
    return heartbeat()
        .setRemoteConfigStatus(
            RemoteConfigStatus.newBuilder()
                .setLastRemoteConfigHash(hash)
                .setStatus(status)
                .setErrorMessage(error))
        .build();
  }

  static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }
}
