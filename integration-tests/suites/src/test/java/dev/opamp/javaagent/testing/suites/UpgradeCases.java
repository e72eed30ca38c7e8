package dev.opamp.javaagent.testing.suites;

import static dev.opamp.javaagent.testing.suites.HostileCase.breaking;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.testing.suites.hostile.Misdeed;
import dev.opamp.javaagent.testing.suites.hostile.Peer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers to the upgrade that must not make a connection, or must all the same. */
final class UpgradeCases {

  private static final String GRANTED = "HTTP/1.1 101 Switching Protocols\r\n";
  private static final String RIGHT = "Upgrade: websocket\r\nConnection: Upgrade\r\n";

  private UpgradeCases() {}

  static List<HostileCase> all() {
    return List.of(
        refused(
            "RB-22",
            "a wrong accept key",
            peer -> answer(peer, GRANTED, "Sec-WebSocket-Accept: AAAA\r\n")),
        refused(
            "RB-22",
            "an extension nobody asked for",
            peer -> peer.upgrade("Sec-WebSocket-Extensions: permessage-deflate")),
        refused(
            "RB-22",
            "a subprotocol nobody asked for",
            peer -> peer.upgrade("Sec-WebSocket-Protocol: chat")),
        refused(
            "RB-22", "HTTP/1.0", peer -> answer(peer, "HTTP/1.0 101 Switching\r\n", accept(peer))),
        unusualButRight(),
        refused("RB-22", "no status line", peer -> peer.send("hello\r\n\r\n")),
        breaking("RB-22", "headers without end", UpgradeCases::endlessHeaders),
        breaking("RB-22", "one byte a second", UpgradeCases::drip),
        refused("RB-23", "a captive portal", UpgradeCases::portal),
        refused("RB-21", "accepted and cut", peer -> {}),
        refused("RB-26", "503, come back at once", UpgradeCases::unavailable),
        refused("RB-26 RB-40", "503, come back at a time long past", UpgradeCases::clockSkew),
        breaking("RB-23", "redirects to itself", UpgradeCases::redirects),
        refused("LIM-11", "500 with a body without end", UpgradeCases::endlessBody));
  }

  /** Lower-case header names, and the first message in one packet with the answer. */
  private static HostileCase unusualButRight() {
    return breaking(
        "RB-22",
        "lower-case headers, and a message in the same packet",
        lane ->
            lane.committed(
                peer -> {
                  peer.send(
                      GRANTED
                          + (RIGHT + accept(peer))
                              .toLowerCase(java.util.Locale.ROOT)
                              .replace(
                                  peer.acceptKey().toLowerCase(java.util.Locale.ROOT),
                                  peer.acceptKey())
                          + "\r\n\u0082\u0001\u0000");
                  assertThat(peer.awaitFirstMessage()).isTrue();
                }));
  }

  /** One upgrade is answered like this; the agent must take it for a failure and send nothing. */
  private static HostileCase refused(String rows, String name, Misdeed answer) {
    AtomicInteger heard = new AtomicInteger();
    return breaking(
        rows,
        name,
        lane -> {
          lane.committed(
              peer -> {
                answer.commit(peer);
                peer.finish();
                heard.set(peer.bytesUntilEnd());
              });
          assertThat(heard).as("bytes after the answer").hasValue(0);
        });
  }

  private static void answer(Peer peer, String status, String rest) throws IOException {
    peer.send(status + RIGHT + rest + "\r\n");
  }

  private static String accept(Peer peer) {
    return "Sec-WebSocket-Accept: " + peer.acceptKey() + "\r\n";
  }

  private static void endlessHeaders(HostileLane lane) throws Exception {
    boolean[] cut = new boolean[1];
    lane.committed(
        peer -> {
          peer.send(GRANTED);
          cut[0] =
              peer.flood(
                  ("X-Filler: " + "x".repeat(8000) + "\r\n").getBytes(StandardCharsets.US_ASCII),
                  Duration.ofSeconds(15));
        });
    assertThat(cut[0]).as("the agent put an end to it").isTrue();
  }

  private static void drip(HostileLane lane) throws Exception {
    long[] took = new long[1];
    lane.committed(
        peer -> {
          long start = System.nanoTime();
          peer.drip(GRANTED + RIGHT + accept(peer) + "\r\n", Duration.ofMillis(200));
          took[0] = (System.nanoTime() - start) / 1_000_000;
        });
    // The connect timeout of the lane is three seconds.
    assertThat(took[0]).isBetween(1000L, 6000L);
  }

  private static void portal(Peer peer) throws IOException {
    peer.respond(
        "200 OK\r\nContent-Type: text/html",
        "<html>log in</html>".getBytes(StandardCharsets.UTF_8));
  }

  private static void unavailable(Peer peer) throws IOException {
    peer.respond("503 Service Unavailable\r\nRetry-After: 0", new byte[0]);
  }

  private static void clockSkew(Peer peer) throws IOException {
    peer.respond(
        "503 Service Unavailable\r\nDate: Thu, 01 Jan 2015 00:00:00 GMT\r\n"
            + "Retry-After: Thu, 01 Jan 2015 00:00:01 GMT",
        new byte[0]);
  }

  /** Whether it follows or not: it comes to an end, and to a good connection later. */
  private static void redirects(HostileLane lane) throws Exception {
    lane.committed(
        peer ->
            peer.respond(
                "307 Temporary Redirect\r\nConnection: close\r\nLocation: /v1/opamp", new byte[0]));
  }

  private static void endlessBody(Peer peer) throws IOException {
    peer.send("HTTP/1.1 500 Internal Server Error\r\n\r\n");
    assertThat(peer.flood(new byte[8192], Duration.ofSeconds(15))).isTrue();
  }
}
