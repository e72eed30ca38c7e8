package dev.opamp.javaagent.testing.suites;

import static dev.opamp.javaagent.testing.suites.HostileCase.borne;
import static dev.opamp.javaagent.testing.suites.HostileCase.breaking;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.opamp.javaagent.opamp.proto.AgentConfigMap;
import dev.opamp.javaagent.opamp.proto.AgentIdentification;
import dev.opamp.javaagent.opamp.proto.AgentRemoteConfig;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.CommandType;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsOffers;
import dev.opamp.javaagent.opamp.proto.CustomMessage;
import dev.opamp.javaagent.opamp.proto.Header;
import dev.opamp.javaagent.opamp.proto.Headers;
import dev.opamp.javaagent.opamp.proto.OpAMPConnectionSettings;
import dev.opamp.javaagent.opamp.proto.PackageAvailable;
import dev.opamp.javaagent.opamp.proto.PackagesAvailable;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.opamp.proto.RetryInfo;
import dev.opamp.javaagent.opamp.proto.ServerErrorResponse;
import dev.opamp.javaagent.opamp.proto.ServerErrorResponseType;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.opamp.proto.ServerToAgentCommand;
import dev.opamp.javaagent.opamp.proto.TLSCertificate;
import dev.opamp.javaagent.opamp.proto.TelemetryConnectionSettings;
import dev.opamp.javaagent.testing.server.Entries;
import dev.opamp.javaagent.testing.suites.hostile.Conversation;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Messages that are well formed and mean no good. For both transports. */
final class AbuseCases {

  /** A full burst of five, then one a second: what a storm of five seconds may cost. */
  private static final int STORM_COST = 14;

  private static final long STORM_MILLIS = 5000;

  private AbuseCases() {}

  static List<HostileCase> all() {
    return List.of(
        borne("RB-41", "lost state: a full report is asked for", AbuseCases::fullState),
        borne("RB-08", "a foreign instance UID", AbuseCases::foreign),
        borne("RB-08", "no instance UID", AbuseCases::addressedToNobody),
        borne("RB-09", "a new instance UID of 15 bytes, of zeros", AbuseCases::badUids),
        borne("RB-10 RB-43", "unknown fields, enum values and bits", AbuseCases::unknown),
        borne("RB-11", "an unknown kind of error", lane -> ignored(lane, error(9))),
        borne("RB-12", "an error with a configuration", lane -> ignored(lane, error(1))),
        borne("RB-14", "packages and other things not claimed", AbuseCases::notClaimed),
        borne("RB-15 RB-32", "one hash, again and again, other content", AbuseCases::sameHash),
        borne("RB-19", "an older offer after a newer one", AbuseCases::swapped),
        borne("RB-20", "capabilities that contradict each other", AbuseCases::capabilities),
        borne("RB-28", "connection settings that make no sense", AbuseCases::settings),
        borne("RB-33", "tens of thousands of tiny files", AbuseCases::manyFiles),
        borne("RB-34", "repeated fields and map keys", AbuseCases::repeated),
        borne("RB-36", "a large custom message nobody asked for", AbuseCases::custom),
        breaking("RB-26", "unavailable, to be asked again in 0 ns", AbuseCases::unavailable),
        breaking("RB-13", "a restart with a configuration", AbuseCases::restart),
        borne("RB-16", "configurations that alternate", AbuseCases::alternating),
        borne("RB-17", "all flags in all answers", lane -> storm(lane, flags(), 2)),
        borne("RB-09", "another instance UID in every answer", lane -> storm(lane, uids(), 0)));
  }

  /** Sends a message with a configuration, which must not be acted on. */
  private static void ignored(HostileLane lane, UnaryOperator<ServerToAgent.Builder> change)
      throws Exception {
    AgentRemoteConfig config = lane.conversation().fresh();
    send(lane, change.apply(lane.server().message().setRemoteConfig(config)));
    lane.applied(lane.conversation().fresh());
    assertThat(lane.conversation().statuses(config.getConfigHash())).isEmpty();
  }

  private static void send(HostileLane lane, ServerToAgent.Builder message) throws Exception {
    lane.messages(message.build().toByteArray());
  }

  /** Sends a configuration and waits for what becomes of it. */
  private static RemoteConfigStatus settled(HostileLane lane, ServerToAgent message)
      throws Exception {
    int seen = lane.conversation().size();
    lane.messages(message.toByteArray());
    return lane.conversation()
        .await(
            seen,
            report -> HostileLane.isSettled(report, message.getRemoteConfig()),
            HostileLane.PATIENCE)
        .getRemoteConfigStatus();
  }

  private static void fullState(HostileLane lane) throws Exception {
    int seen = lane.conversation().size();
    send(lane, lane.server().message().setFlags(1));
    lane.conversation()
        .await(
            seen,
            m -> m.hasAgentDescription() && m.hasHealth() && m.hasRemoteConfigStatus(),
            HostileLane.PATIENCE);
  }

  private static void foreign(HostileLane lane) throws Exception {
    ignored(lane, message -> message.setInstanceUid(ByteString.copyFrom(new byte[16])));
    ignored(lane, message -> message.setInstanceUid(ByteString.copyFromUtf8("agent")));
  }

  private static void addressedToNobody(HostileLane lane) throws Exception {
    ServerToAgent message =
        ServerToAgent.newBuilder().setRemoteConfig(lane.conversation().fresh()).build();
    assertThat(settled(lane, message).getStatus())
        .isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
  }

  private static void badUids(HostileLane lane) throws Exception {
    ByteString own = lane.server().message().getInstanceUid();
    send(lane, lane.server().message().setAgentIdentification(uid(new byte[15])));
    send(lane, lane.server().message().setAgentIdentification(uid(new byte[16])));
    lane.applied(lane.conversation().fresh());
    assertThat(lane.server().message().getInstanceUid()).isEqualTo(own);
  }

  private static AgentIdentification uid(byte[] bytes) {
    return AgentIdentification.newBuilder().setNewInstanceUid(ByteString.copyFrom(bytes)).build();
  }

  private static void unknown(HostileLane lane) throws Exception {
    UnknownFieldSet.Field field =
        UnknownFieldSet.Field.newBuilder().addVarint(-1).addFixed64(7).build();
    ServerToAgent message =
        lane.server()
            .message()
            .setFlags(~3L)
            .setCapabilities(-1)
            .setCommand(ServerToAgentCommand.newBuilder().setTypeValue(77))
            .setRemoteConfig(lane.conversation().fresh())
            .setUnknownFields(UnknownFieldSet.newBuilder().addField(1999, field).build())
            .build();
    assertThat(settled(lane, message).getStatus())
        .isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
  }

  private static UnaryOperator<ServerToAgent.Builder> error(int type) {
    return message ->
        message.setErrorResponse(
            ServerErrorResponse.newBuilder().setTypeValue(type).setErrorMessage("no\r\n\u0000"));
  }

  private static void notClaimed(HostileLane lane) throws Exception {
    send(
        lane,
        lane.server()
            .message()
            .setPackagesAvailable(
                PackagesAvailable.newBuilder()
                    .addPackages(
                        PackagesAvailable.Entry.newBuilder()
                            .setKey("../../x")
                            .setValue(PackageAvailable.getDefaultInstance()))
                    .setAllPackagesHash(ByteString.copyFromUtf8("p"))));
  }

  private static void sameHash(HostileLane lane) throws Exception {
    AgentRemoteConfig first = lane.conversation().fresh();
    lane.applied(first);
    int seen = lane.conversation().size();
    for (int i = 0; i < 3; i++) {
      send(
          lane,
          lane.server()
              .message()
              .setRemoteConfig(
                  Conversation.config(first.getConfigHash().toStringUtf8(), "0.99" + i)));
    }
    send(lane, lane.server().message().setFlags(1));
    AgentToServer full =
        lane.conversation().await(seen, AgentToServer::hasEffectiveConfig, HostileLane.PATIENCE);
    assertThat(full.getEffectiveConfig().toString()).doesNotContain("0.99");
  }

  private static void swapped(HostileLane lane) throws Exception {
    AgentRemoteConfig older = lane.conversation().fresh();
    AgentRemoteConfig newer = lane.conversation().fresh();
    lane.applied(older);
    lane.applied(newer);
    lane.applied(older);
  }

  private static void capabilities(HostileLane lane) throws Exception {
    for (long capabilities : new long[] {0, 1, -1, Long.MIN_VALUE, 0}) {
      send(lane, lane.server().message().setCapabilities(capabilities));
    }
  }

  private static void settings(HostileLane lane) throws Exception {
    Headers.Builder headers =
        Headers.newBuilder()
            .addHeaders(Header.newBuilder().setKey("X\r\nY").setValue("a\r\nHost: b"));
    for (int i = 0; i < 500; i++) {
      headers.addHeaders(Header.newBuilder().setKey("x-" + i).setValue("v"));
    }
    TLSCertificate noPem =
        TLSCertificate.newBuilder().setCert(ByteString.copyFromUtf8("no PEM")).build();
    for (String endpoint : List.of("", "not a URL", "ftp://127.0.0.1/", "http://[::1")) {
      send(
          lane,
          lane.server()
              .message()
              .setConnectionSettings(
                  ConnectionSettingsOffers.newBuilder()
                      .setHash(ByteString.copyFromUtf8(endpoint))
                      .setOpamp(
                          OpAMPConnectionSettings.newBuilder()
                              .setDestinationEndpoint(endpoint.isEmpty() ? "::" : endpoint)
                              .setHeartbeatIntervalSeconds(1)
                              .setHeaders(headers)
                              .setCertificate(noPem))
                      .setOwnMetrics(
                          TelemetryConnectionSettings.newBuilder()
                              .setDestinationEndpoint(endpoint)
                              .setHeaders(headers)
                              .setCertificate(noPem))));
    }
  }

  private static void manyFiles(HostileLane lane) throws Exception {
    AgentConfigMap.Builder files = AgentConfigMap.newBuilder();
    for (int i = 0; i < 60_000; i++) {
      files.addConfigMap(Entries.file(Integer.toString(i, 36), Conversation.file("")));
    }
    ServerToAgent message =
        lane.server()
            .message()
            .setRemoteConfig(lane.conversation().fresh().toBuilder().setConfig(files))
            .build();
    RemoteConfigStatus status = settled(lane, message);
    assertThat(status.getStatus()).isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_FAILED);
    assertThat(status.getErrorMessage()).contains("files");
  }

  private static void repeated(HostileLane lane) throws Exception {
    AgentRemoteConfig first = lane.conversation().fresh();
    AgentRemoteConfig second = lane.conversation().fresh();
    byte[] twice =
        dev.opamp.javaagent.testing.suites.hostile.Frames.concat(
            ServerToAgent.newBuilder().setRemoteConfig(first).build().toByteArray(),
            ServerToAgent.newBuilder().setRemoteConfig(second).build().toByteArray());
    int seen = lane.conversation().size();
    lane.messages(twice);
    AgentToServer report =
        lane.conversation()
            .await(seen, m -> HostileLane.isSettled(m, second), HostileLane.PATIENCE);
    assertThat(report.getRemoteConfigStatus().getStatus())
        .isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
    assertThat(lane.conversation().statuses(first.getConfigHash())).isEmpty();
  }

  private static void custom(HostileLane lane) throws Exception {
    send(
        lane,
        lane.server()
            .message()
            .setCustomMessage(
                CustomMessage.newBuilder()
                    .setCapability("nobody.announced.this")
                    .setData(ByteString.copyFrom(new byte[900 << 10]))));
  }

  private static void unavailable(HostileLane lane) throws Exception {
    int before = lane.server().requests();
    long start = System.nanoTime();
    send(
        lane,
        lane.server()
            .message()
            .setErrorResponse(
                ServerErrorResponse.newBuilder()
                    .setType(ServerErrorResponseType.ServerErrorResponseType_Unavailable)
                    .setRetryInfo(RetryInfo.newBuilder().setRetryAfterNanoseconds(0))));
    int after = lane.isWebSocket() ? before : lane.server().requests();
    org.awaitility.Awaitility.await()
        .atMost(HostileLane.PATIENCE)
        .until(() -> lane.server().requests() > after);
    assertThat((System.nanoTime() - start) / 1_000_000).isGreaterThanOrEqualTo(990);
  }

  private static void restart(HostileLane lane) throws Exception {
    AgentRemoteConfig config = lane.conversation().fresh();
    int seen = lane.conversation().size();
    send(
        lane,
        lane.server()
            .message()
            .setRemoteConfig(config)
            .setCommand(
                ServerToAgentCommand.newBuilder().setType(CommandType.CommandType_Restart)));
    lane.conversation().await(seen, AgentToServer::hasAgentDisconnect, HostileLane.PATIENCE);
    lane.applied(lane.conversation().fresh());
    assertThat(lane.conversation().statuses(config.getConfigHash())).isEmpty();
  }

  private static void alternating(HostileLane lane) throws Exception {
    List<AgentRemoteConfig> two = List.of(lane.conversation().fresh(), lane.conversation().fresh());
    AtomicInteger turn = new AtomicInteger();
    int seen = lane.conversation().size();
    lane.conversation()
        .spoil(answer -> answer.toBuilder().setRemoteConfig(next(two, turn)).build());
    for (int i = 0; i < STORM_MILLIS / 100; i++) {
      if (lane.isWebSocket()) {
        send(lane, lane.server().message().setRemoteConfig(next(two, turn)));
      }
      Thread.sleep(100);
    }
    lane.conversation().behave();
    long applied =
        lane.conversation().since(seen).stream()
            .filter(
                m -> HostileLane.isSettled(m, two.get(0)) || HostileLane.isSettled(m, two.get(1)))
            .count();
    assertThat(applied).isLessThanOrEqualTo(STORM_COST);
  }

  private static AgentRemoteConfig next(List<AgentRemoteConfig> two, AtomicInteger turn) {
    return two.get(turn.getAndIncrement() % 2);
  }

  private static UnaryOperator<ServerToAgent> flags() {
    return answer -> answer.toBuilder().setFlags(3).build();
  }

  private static UnaryOperator<ServerToAgent> uids() {
    return answer -> answer.toBuilder().setAgentIdentification(uid(random())).build();
  }

  private static byte[] random() {
    UUID uuid = UUID.randomUUID();
    return java.nio.ByteBuffer.allocate(16)
        .putLong(uuid.getMostSignificantBits())
        .putLong(uuid.getLeastSignificantBits())
        .array();
  }

  /**
   * All answers are spoiled for a while; what the agent sends meanwhile is bounded.
   *
   * @param atLeast messages: after another storm full reports may be longer apart than this lasts
   */
  private static void storm(HostileLane lane, UnaryOperator<ServerToAgent> spoiled, int atLeast)
      throws Exception {
    int seen = lane.conversation().size();
    lane.conversation().spoil(spoiled);
    send(lane, ServerToAgent.newBuilder(spoiled.apply(lane.server().message().build())));
    Thread.sleep(STORM_MILLIS);
    lane.conversation().behave();
    assertThat(lane.conversation().size() - seen).isBetween(atLeast, STORM_COST);
  }
}
