package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.opamp.proto.AgentToServer;
import java.util.ArrayList;
import java.util.List;

/** A transport that only writes down what it is asked; the test plays the network. */
final class RecordingTransport implements OpampTransport {

  final List<String> calls;
  final List<AgentToServer> sent;
  final List<AgentToServer> farewells;
  private final boolean halfDuplex;
  TransportListener listener;
  RuntimeException failure;
  long epoch;

  RecordingTransport(boolean halfDuplex) {
    this(halfDuplex, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  private RecordingTransport(
      boolean halfDuplex,
      List<String> calls,
      List<AgentToServer> sent,
      List<AgentToServer> farewells) {
    this.halfDuplex = halfDuplex;
    this.calls = calls;
    this.sent = sent;
    this.farewells = farewells;
  }

  /** Returns a transport that goes on writing where this one stopped. */
  RecordingTransport successor(boolean successorHalfDuplex) {
    return new RecordingTransport(successorHalfDuplex, calls, sent, farewells);
  }

  @Override
  public boolean isHalfDuplex() {
    return halfDuplex;
  }

  @Override
  public void connect(long epoch) {
    this.epoch = epoch;
    record("connect");
  }

  @Override
  public void send(long epoch, AgentToServer message) {
    record("send");
    sent.add(message);
  }

  @Override
  public void disconnect(long epoch, AgentToServer farewell) {
    record("disconnect");
    farewells.add(farewell);
  }

  @Override
  public void abort(long epoch, int closeCode, String reason) {
    record("abort " + closeCode);
  }

  @Override
  public void shutdown() {
    record("shutdown");
  }

  long count(String call) {
    return calls.stream().filter(call::equals).count();
  }

  private void record(String call) {
    calls.add(call);
    if (failure != null) {
      throw failure;
    }
  }
}
