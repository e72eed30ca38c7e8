package dev.opamp.javaagent.testing.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.testing.suites.HostProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** How connections to a server built on opamp-go end and begin again, in each way to connect. */
@ParameterizedClass
@MethodSource("dev.opamp.javaagent.testing.interop.Cell#all")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectionIT {

  private static final int RETRY_AFTER_SECONDS = 3;
  private static final String SERVICE = "connected";

  @Parameter private Cell cell;
  private InteropBed bed;
  private HostProcess service;
  private String uid;

  @BeforeParameterizedClassInvocation
  void start() throws Exception {
    bed = InteropBed.start(cell);
    service = bed.service(SERVICE);
    uid = bed.awaitFirstReport(SERVICE).uid();
  }

  @AfterParameterizedClassInvocation
  void stop() throws Exception {
    if (service != null) {
      service.close();
    }
    if (bed != null) {
      bed.close();
    }
  }

  @Test
  @Tag("LIFE-04")
  @Tag("SEQ-02")
  void droppedByTheServer_comesBackAndGoesOn() throws Exception {
    int from = bed.peer.now();
    long before = awaitMessage(from).sequenceNumber();
    if (cell.isWebSocket()) {
      bed.peer.disconnect(uid);
    } else {
      bed.peer.reject(500, 0, 1);
    }
    PeerEvent next = awaitMessage(afterTheBreak(from));
    assertThat(next.uid()).isEqualTo(uid);
    assertThat(next.sequenceNumber()).isGreaterThan(before);
    awaitMessage(bed.peer.now());
  }

  private int afterTheBreak(int from) throws Exception {
    String kind = cell.isWebSocket() ? "closed" : "rejected";
    return bed.peer.await("the break", from, event -> event.is(kind)).number();
  }

  @Test
  @Tag("ERR-10")
  @Tag("ERR-14")
  @Tag("ERR-20")
  @Tag("LIFE-02")
  void unavailableWithRetryAfter_nothingArrivesBefore() throws Exception {
    int from = bed.peer.now();
    bed.peer.reject(503, RETRY_AFTER_SECONDS, 1);
    if (cell.isWebSocket()) {
      bed.peer.disconnect(uid);
    }
    PeerEvent rejected = bed.peer.await("the refusal", from, event -> event.is("rejected"));
    PeerEvent next =
        bed.peer.await("the next attempt", rejected.number(), event -> event.is("connecting"));
    assertThat(next.millis() - rejected.millis())
        .isGreaterThanOrEqualTo(RETRY_AFTER_SECONDS * 1000L);
    awaitMessage(next.number());
  }

  /** Two MiB of a comment, which gzip makes a few kilobytes of. */
  @Test
  @Tag("LIM-02")
  @Tag("LIM-04")
  @Tag("LIM-06")
  void offerBeyondTheSizeLimit_isNotProcessedAndTheAgentComesBack() throws Exception {
    int from = bed.peer.now();
    flood(Offer.config("flood", "#" + "x".repeat(2 << 20)));
    if (cell.isWebSocket()) {
      bed.peer.await("1009", from, e -> e.is("readError") && e.text().contains("1009"));
    }
    awaitMessage(bed.peer.now());
    assertThat(bed.offer(uid, "after", Offer.sampler("after", "always_on:")).path("status"))
        .hasToString("\"" + InteropBed.APPLIED + "\"");
    assertThat(bed.peer.log(from))
        .noneMatch(event -> event.json().toString().contains(Offer.base64("flood")));
    assertThat(service.isAlive()).isTrue();
  }

  /**
   * Over a WebSocket the agent closes at the announced length, perhaps amid the server's writing.
   */
  private void flood(String offer) throws Exception {
    try {
      bed.tell(uid, offer);
    } catch (IOException e) {
      assertThat(cell.isWebSocket()).isTrue();
      assertThat(e).hasMessageContaining("/push").hasMessageContaining("409");
    }
  }

  @Test
  @Tag("LIFE-06")
  @Tag("LIFE-07")
  @Tag("LIFE-08")
  @Tag("LIFE-10")
  void endOfTheHost_farewellIsTheLastMessageAndTheCloseIsClean() throws Exception {
    try (HostProcess leaving = bed.service("leaving")) {
      String leaver = bed.awaitFirstReport("leaving").uid();
      leaving.awaitLine(line -> line.contains("listening on"), Peer.PATIENCE);
      leaving.terminate();
      assertThat(leaving.awaitExit(Duration.ofSeconds(20))).isEqualTo(143);
      PeerEvent farewell =
          bed.peer.await(
              "the farewell", 0, e -> e.uid().equals(leaver) && e.has("agentDisconnect"));
      bed.peer.await(
          "the end of its connection",
          farewell.number(),
          e -> e.is("closed") && e.connection() == farewell.connection());
      List<PeerEvent> messages = messagesOf(leaver);
      assertThat(messages.get(messages.size() - 1)).isEqualTo(farewell);
      assertThat(farewell.sequenceNumber()).isEqualTo(messages.size() - 1);
      assertThat(farewell.capabilities()).isNotZero();
      assertThat(bed.peer.log(0))
          .noneMatch(e -> e.is("readError") && e.connection() == farewell.connection());
    }
  }

  private List<PeerEvent> messagesOf(String agent) throws IOException, InterruptedException {
    return bed.peer.log(0).stream()
        .filter(event -> event.is("message") && event.uid().equals(agent))
        .toList();
  }

  private PeerEvent awaitMessage(int from) throws Exception {
    return bed.peer.await(
        "a message", from, event -> event.is("message") && event.uid().equals(uid));
  }
}
