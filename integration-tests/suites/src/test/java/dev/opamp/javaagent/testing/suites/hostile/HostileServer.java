package dev.opamp.javaagent.testing.suites.hostile;

import dev.opamp.javaagent.opamp.proto.AgentRemoteConfig;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.testing.suites.hostile.Frames.Frame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Speaks OpAMP over WebSocket and plain HTTP well, except to those requests for which a {@link
 * Misdeed} is scripted: one each, in order.
 */
public final class HostileServer implements AutoCloseable {

  /** How a TLS server shows itself. */
  public record Tls(SSLContext context, boolean demandsClients) {}

  private final ServerSocket listener;
  private final AtomicReference<Tls> tls = new AtomicReference<>();
  private final ConcurrentLinkedQueue<Misdeed> onDial = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Misdeed> onRequest = new ConcurrentLinkedQueue<>();
  private final Conversation conversation = new Conversation();
  private final List<Long> dials = new ArrayList<>();
  private final List<Peer> peers = new ArrayList<>();
  private final List<String> foul = new ArrayList<>();
  private Peer current;
  private AssertionError fault;
  private int requests;
  private int outstanding;
  private long goodSince;

  public HostileServer() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("hostile-server", this::acceptAll);
  }

  public int port() {
    return listener.getLocalPort();
  }

  public Conversation conversation() {
    return conversation;
  }

  /** From the next connection on. */
  public void show(Tls next) {
    tls.set(next);
  }

  /** What to do with the next upgrades or requests. */
  public synchronized void script(Misdeed... misdeeds) {
    outstanding += misdeeds.length;
    onRequest.addAll(Arrays.asList(misdeeds));
  }

  /** What to do with the next TCP connections, before any byte of theirs is read. */
  public synchronized void scriptDials(Misdeed... misdeeds) {
    outstanding += misdeeds.length;
    onDial.addAll(Arrays.asList(misdeeds));
  }

  public void awaitScriptDone(Duration longest) throws InterruptedException, TimeoutException {
    await(() -> outstanding == 0, longest, "the end of the misdeeds");
    synchronized (this) {
      if (fault != null) {
        AssertionError found = fault;
        fault = null;
        throw found;
      }
    }
  }

  /** Waits until so many TCP connections have come in since the server was made. */
  public void awaitDials(int count, Duration longest)
      throws InterruptedException, TimeoutException {
    await(() -> dials.size() >= count, longest, "attempts");
  }

  /** Waits for a connection that has worked for so long that the agent believes in it. */
  public void awaitTrust(Duration longest) throws InterruptedException, TimeoutException {
    await(() -> goodSince != 0, longest, "a good connection");
    long left = goodSince + Duration.ofMillis(5500).toNanos() - System.nanoTime();
    if (left > 0) {
      Thread.sleep(left / 1_000_000 + 1);
    }
  }

  /** Upgrades and requests to the OpAMP path. */
  public synchronized int requests() {
    return requests;
  }

  /** When TCP connections came in, by {@link System#nanoTime()}. */
  public synchronized List<Long> dials() {
    return List.copyOf(dials);
  }

  /** What the agent did that no client may do. */
  public synchronized List<String> foul() {
    return List.copyOf(foul);
  }

  /** Cuts every connection, kept-alive ones too, so that the agent comes back. */
  public synchronized void drop() {
    goodSince = 0;
    peers.forEach(Peer::close);
    peers.clear();
  }

  /** Sends bytes over the good WebSocket connection. */
  public void push(byte[] bytes) throws IOException {
    Peer peer;
    synchronized (this) {
      peer = current;
    }
    if (peer == null) {
      throw new IOException("there is no connection");
    }
    peer.send(bytes);
  }

  /** A message addressed to the agent, to be completed. */
  public ServerToAgent.Builder message() {
    return conversation.addressed();
  }

  /** Offers a good configuration with every answer, and at once if there is a connection. */
  public void offer(AgentRemoteConfig config) {
    conversation.offer(config);
    try {
      push(Frames.message(message().setRemoteConfig(config).build()));
    } catch (IOException later) {
      // The next answer carries it.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    synchronized (this) {
      peers.forEach(Peer::close);
    }
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket socket = listener.accept();
        start("hostile-peer", () -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    Misdeed misdeed;
    synchronized (this) {
      dials.add(System.nanoTime());
      notifyAll();
      misdeed = onDial.poll();
    }
    try (socket) {
      if (misdeed != null) {
        commit(misdeed, opened(socket));
        return;
      }
      Peer peer = opened(secured(socket));
      boolean more = true;
      while (more && peer.readRequest()) {
        more = serve(peer);
      }
    } catch (IOException ended) {
      // However it ended, the agent has to cope with it.
    }
  }

  private synchronized Peer opened(Socket socket) throws IOException {
    Peer peer = new Peer(socket);
    peers.add(peer);
    return peer;
  }

  private Socket secured(Socket socket) throws IOException {
    Tls shown = tls.get();
    if (shown == null) {
      return socket;
    }
    SSLSocket secure =
        (SSLSocket) shown.context().getSocketFactory().createSocket(socket, null, false);
    secure.setNeedClientAuth(shown.demandsClients());
    secure.startHandshake();
    return secure;
  }

  private boolean serve(Peer peer) throws IOException {
    if (!peer.path().equals("/v1/opamp")) {
      peer.respond("404 Not Found", new byte[0]);
      return true;
    }
    if (peer.header("user-agent").startsWith("OTel-OTLP-Exporter")) {
      // Own telemetry that was sent here: what the server of a bad offer makes of it.
      peer.respond("400 Bad Request", new byte[0]);
      return true;
    }
    Misdeed misdeed;
    synchronized (this) {
      requests++;
      misdeed = onRequest.poll();
    }
    if (misdeed != null) {
      commit(misdeed, peer);
      return false;
    }
    if (peer.isUpgrade()) {
      converse(peer);
      return false;
    }
    AgentToServer message = AgentToServer.parseFrom(peer.requestBody());
    checkHeader(peer, message);
    peer.respondWith(answer(message));
    return true;
  }

  private void commit(Misdeed misdeed, Peer peer) throws IOException {
    synchronized (this) {
      goodSince = 0;
    }
    try {
      misdeed.commit(peer);
    } catch (AssertionError failed) {
      synchronized (this) {
        fault = failed;
      }
    } finally {
      peer.close();
      synchronized (this) {
        outstanding--;
        notifyAll();
      }
    }
  }

  private void converse(Peer peer) throws IOException {
    peer.upgrade();
    synchronized (this) {
      current = peer;
    }
    try {
      for (Frame frame = peer.read(); ; frame = peer.read()) {
        switch (frame.opcode()) {
          case Frames.BINARY -> hear(peer, frame);
          case Frames.PING -> peer.send(Frames.frame(Frames.FIN | 10, frame.payload()));
          case Frames.CLOSE -> {
            peer.send(Frames.frame(Frames.FIN | Frames.CLOSE, frame.payload()));
            return;
          }
          default -> {}
        }
      }
    } finally {
      synchronized (this) {
        // A connection may have taken its place already.
        if (current == peer) {
          current = null;
          goodSince = 0;
        }
      }
    }
  }

  private void hear(Peer peer, Frame frame) throws IOException {
    byte[] payload = frame.payload();
    AgentToServer message = AgentToServer.parseFrom(Arrays.copyOfRange(payload, 1, payload.length));
    peer.send(Frames.body(answer(message)));
  }

  private byte[] answer(AgentToServer message) {
    byte[] answer = conversation.answer(message).toByteArray();
    synchronized (this) {
      if (goodSince == 0) {
        goodSince = System.nanoTime();
        notifyAll();
      }
    }
    return answer;
  }

  private synchronized void checkHeader(Peer peer, AgentToServer message) {
    String inHeader = peer.header("opamp-instance-uid").replace("-", "");
    String inBody = HexFormat.of().formatHex(message.getInstanceUid().toByteArray());
    if (!inHeader.equals(inBody)) {
      foul.add("OpAMP-Instance-UID " + inHeader + " over the instance UID " + inBody);
    }
  }

  private synchronized void await(BooleanSupplier condition, Duration longest, String what)
      throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean()) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new TimeoutException("waited in vain for " + what);
      }
      wait(left);
    }
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }
}
