package dev.opamp.javaagent.testing.suites;

import static dev.opamp.javaagent.testing.suites.HostileCase.borne;
import static dev.opamp.javaagent.testing.suites.HostileCase.breaking;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.CustomMessage;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.testing.suites.hostile.Misdeed;
import dev.opamp.javaagent.testing.suites.hostile.Peer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** What a server can answer to a POST. The lane's limit is 1 MiB, its request timeout 3 s. */
final class AnswerCases {

  private static final int LIMIT = 1 << 20;
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\n";

  private AnswerCases() {}

  static List<HostileCase> limits() {
    return List.of(
        borne("LIM-08", "exactly the limit", lane -> lane.messages(sized(LIMIT))),
        failing("LIM-06 LIM-08", "limit + 1", peer -> peer.respondWith(sized(LIMIT + 1))),
        failing("LIM-06 RB-24", "1 TiB announced", AnswerCases::announced),
        failing("LIM-06 RB-07", "a body without end", peer -> endless(peer, "200 OK")),
        failing("LIM-11", "500 with a body without end", peer -> endless(peer, "500 Oh")),
        failing("LIM-06 RB-07", "a gzip bomb", AnswerCases::bomb),
        failing("LIM-06 RB-07", "a gzip bomb without end", AnswerCases::endlessBomb),
        breaking("LIM-10", "413", AnswerCases::tooLarge));
  }

  static List<HostileCase> answers() {
    return List.of(
        failing("RB-23", "a captive portal", AnswerCases::portal),
        failing("RB-24", "less than announced", AnswerCases::tooShort),
        failing("RB-24", "chunks that are none", peer -> chunked(peer, "xyz\r\nabc\r\n0\r\n\r\n")),
        failing("RB-24", "a chunk cut off", peer -> chunked(peer, "ff\r\nabc")),
        failing("RB-24", "a chunk of 2^60 bytes", peer -> chunked(peer, "fffffffffffffff\r\n")),
        borne("RB-24", "garbage after the answer", lane -> once(lane, AnswerCases::trailing)),
        borne("RB-25", "204", lane -> once(lane, peer -> peer.send("HTTP/1.1 204 No\r\n\r\n"))),
        borne("RB-25", "202", lane -> once(lane, peer -> peer.respond("202 Ok", new byte[0]))),
        failing("RB-22", "headers without end", AnswerCases::endlessHeaders),
        failing("RB-24", "damaged gzip", peer -> encoded(peer, "gzip", new byte[] {31, -117, 8})),
        failing("RB-24", "an unknown encoding", peer -> encoded(peer, "br", new byte[9])),
        failing("RB-18", "no answer", Peer::awaitEnd),
        failing("RB-22", "one byte at a time", AnswerCases::drip),
        failing("RB-21", "accepted and cut", peer -> {}),
        failing("RB-26", "503, come back at once", AnswerCases::unavailable),
        failing("RB-26 RB-40", "503, come back at a time long past", AnswerCases::clockSkew),
        failing("RB-23", "a redirect to itself", AnswerCases::redirect));
  }

  /** One request is answered like this. */
  private static HostileCase failing(String rows, String name, Misdeed answer) {
    return breaking(rows, name, lane -> once(lane, answer));
  }

  private static void once(HostileLane lane, Misdeed answer) throws Exception {
    lane.script(answer);
    lane.server().awaitScriptDone(HostileLane.PATIENCE);
  }

  private static byte[] sized(int bytes) {
    int data = bytes - 16;
    byte[] message = custom(data).toByteArray();
    byte[] exact = custom(data + bytes - message.length).toByteArray();
    assertThat(exact).hasSize(bytes);
    return exact;
  }

  private static ServerToAgent custom(int bytes) {
    return ServerToAgent.newBuilder()
        .setCustomMessage(CustomMessage.newBuilder().setData(ByteString.copyFrom(new byte[bytes])))
        .build();
  }

  private static void announced(Peer peer) throws IOException {
    peer.send(OK + "Content-Length: 1099511627776\r\n\r\n");
    assertThat(peer.flood(new byte[8192], Duration.ofSeconds(15))).isTrue();
  }

  private static void endless(Peer peer, String status) throws IOException {
    peer.send("HTTP/1.1 " + status + "\r\nContent-Type: application/x-protobuf\r\n\r\n");
    assertThat(peer.flood(new byte[8192], Duration.ofSeconds(15))).isTrue();
  }

  private static void bomb(Peer peer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(new byte[100 << 20]);
    }
    encoded(peer, "gzip", bytes.toByteArray());
  }

  /** One member of compressed zeros after the other. */
  private static void endlessBomb(Peer peer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(new byte[64 << 10]);
    }
    peer.send(OK + "Content-Encoding: gzip\r\n\r\n");
    assertThat(peer.flood(bytes.toByteArray(), Duration.ofSeconds(15))).isTrue();
  }

  private static void tooLarge(HostileLane lane) throws Exception {
    byte[][] bodies = new byte[2][];
    lane.script(
        peer -> {
          bodies[0] = peer.requestBody();
          peer.respond("413 Content Too Large", new byte[0]);
        },
        peer -> {
          bodies[1] = peer.requestBody();
          peer.respondWith(new byte[0]);
        });
    lane.server().awaitScriptDone(HostileLane.PATIENCE);
    assertThat(Arrays.equals(bodies[0], bodies[1])).as("the same request again").isFalse();
  }

  private static void portal(Peer peer) throws IOException {
    peer.respond(
        "200 OK\r\nContent-Type: text/html",
        "<html>log in</html>".getBytes(StandardCharsets.UTF_8));
  }

  private static void tooShort(Peer peer) throws IOException {
    peer.send(OK + "Content-Length: 100\r\n\r\nabc");
  }

  private static void chunked(Peer peer, String chunks) throws IOException {
    peer.send(OK + "Transfer-Encoding: chunked\r\n\r\n" + chunks);
  }

  private static void trailing(Peer peer) throws IOException {
    peer.respondWith(new byte[0]);
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloGARBAGE");
  }

  private static void endlessHeaders(Peer peer) throws IOException {
    peer.send(OK);
    byte[] line = ("X-Filler: " + "x".repeat(8000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    assertThat(peer.flood(line, Duration.ofSeconds(15))).isTrue();
  }

  private static void encoded(Peer peer, String encoding, byte[] body) throws IOException {
    peer.respond(
        "200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Encoding: " + encoding, body);
  }

  private static void drip(Peer peer) throws IOException {
    long start = System.nanoTime();
    peer.drip(OK + "Content-Length: 0\r\n\r\n", Duration.ofMillis(200));
    assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(6000);
  }

  private static void unavailable(Peer peer) throws IOException {
    peer.respond("503 Service Unavailable\r\nRetry-After: 0", new byte[0]);
  }

  private static void clockSkew(Peer peer) throws IOException {
    peer.respond(
        "429 Slow Down\r\nDate: Thu, 01 Jan 2015 00:00:00 GMT\r\n"
            + "Retry-After: Thu, 01 Jan 2015 00:00:01 GMT",
        new byte[0]);
  }

  private static void redirect(Peer peer) throws IOException {
    peer.respond("307 Temporary Redirect\r\nConnection: close\r\nLocation: /v1/opamp", new byte[0]);
  }
}
