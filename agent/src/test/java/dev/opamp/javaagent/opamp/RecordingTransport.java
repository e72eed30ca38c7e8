package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.opamp.proto.AgentToServer;
import java.util.ArrayList;
import java.util.List;

/** A transport that only writes down what it is asked; the test plays the network. */
final class RecordingTransport implements OpampTransport {

  final List<String> calls = new ArrayList<>();
  final List<AgentToServer> sent = new ArrayList<>();
  final List<AgentToServer> farewells = new ArrayList<>();
  private final boolean halfDuplex;
  TransportListener listener;
  RuntimeException failure;
  long epoch;

  RecordingTransport(boolean halfDuplex) {
    this.halfDuplex = halfDuplex;
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
