package dev.opamp.javaagent.testing.server;

import dev.opamp.javaagent.opamp.proto.ServerCapabilities;
import dev.opamp.javaagent.testing.server.console.ConsoleListener;
import dev.opamp.javaagent.testing.server.console.OpampEndpoints;
import dev.opamp.javaagent.testing.server.fleet.AgentFleet;
import dev.opamp.javaagent.testing.server.fleet.ReplyComposer;
import dev.opamp.javaagent.testing.server.tls.ServerTls;
import dev.opamp.javaagent.testing.server.transport.OpampListener;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings of an {@link OpampServer}. */
public final class OpampServerBuilder {

  /** Missed polls after which an HTTP agent counts as lost. */
  private static final int ALLOWED_POLLS = 3;

  private static final String LOOPBACK = "127.0.0.1";

  private String opampHost = LOOPBACK;
  private int opampPort = 4320;
  private String path = "/v1/opamp";
  private @Nullable ServerTls tls;
  private boolean withConsole = true;
  private String consoleHost = LOOPBACK;
  private int consolePort = 4321;
  private Set<String> consoleNames = Set.of();
  private Duration httpPollInterval = Duration.ofSeconds(30);
  private int messageLogSize = 500;
  private int sizeLimit = 64 << 20;
  private Set<String> customCapabilities = Set.of("dev.opamp.javaagent.ping");
  private boolean asksForComponents = true;
  private long moreCapabilities;

  OpampServerBuilder() {}

  /** Address to bind the OpAMP port to; default loopback. */
  public OpampServerBuilder opampHost(String host) {
    opampHost = host;
    return this;
  }

  /** Default 4320; 0 for any free port. */
  public OpampServerBuilder opampPort(int port) {
    opampPort = port;
    return this;
  }

  /** Default {@code /v1/opamp}. */
  public OpampServerBuilder path(String opampPath) {
    path = opampPath;
    return this;
  }

  /** Speak TLS, and only TLS, on the OpAMP port. */
  public OpampServerBuilder tls(ServerTls serverTls) {
    tls = serverTls;
    return this;
  }

  /** Address to bind the console to; default loopback. The console knows no login. */
  public OpampServerBuilder consoleHost(String host) {
    consoleHost = host;
    return this;
  }

  /** Default 4321; 0 for any free port. */
  public OpampServerBuilder consolePort(int port) {
    consolePort = port;
    return this;
  }

  /** Host names, besides localhost and IP addresses, under which browsers may use the console. */
  public OpampServerBuilder consoleNames(Set<String> names) {
    consoleNames = Set.copyOf(names);
    return this;
  }

  /** No console and no control API. */
  public OpampServerBuilder withoutConsole() {
    withConsole = false;
    return this;
  }

  /** An HTTP agent is lost after three of these without contact; default 30 s. */
  public OpampServerBuilder httpPollInterval(Duration interval) {
    httpPollInterval = interval;
    return this;
  }

  /** How many messages to remember per agent; default 500. */
  public OpampServerBuilder messageLogSize(int messages) {
    messageLogSize = messages;
    return this;
  }

  /** Limit of one received message in bytes, after decompression; default 64 MiB. */
  public OpampServerBuilder sizeLimit(int bytes) {
    sizeLimit = bytes;
    return this;
  }

  /** What the server tells agents that have custom capabilities; default: the agent's ping. */
  public OpampServerBuilder customCapabilities(Set<String> names) {
    customCapabilities = Set.copyOf(names);
    return this;
  }

  /** Takes the hash of the available components and does not ask for more by itself. */
  public OpampServerBuilder withoutComponents() {
    asksForComponents = false;
    return this;
  }

  /** Announce that agents may ask for client certificates; who signs them is up to the test. */
  public OpampServerBuilder acceptsCertificateRequests() {
    moreCapabilities |=
        ServerCapabilities.ServerCapabilities_AcceptsConnectionSettingsRequest_VALUE;
    return this;
  }

  /** A server that is not started yet. */
  public OpampServer build() {
    return new OpampServer(this);
  }

  AgentFleet newFleet() {
    return new AgentFleet(
        Clock.systemUTC(),
        httpPollInterval.multipliedBy(ALLOWED_POLLS),
        messageLogSize,
        new ReplyComposer(customCapabilities, asksForComponents, moreCapabilities));
  }

  OpampListener newOpampListener(AgentFleet fleet) {
    return new OpampListener(
        fleet, opampHost, opampPort, path, tls == null ? null : tls.sslContextFactory(), sizeLimit);
  }

  @Nullable ConsoleListener newConsole(AgentFleet fleet, OpampEndpoints endpoints) {
    return withConsole
        ? new ConsoleListener(fleet, endpoints, consoleHost, consolePort, consoleNames)
        : null;
  }

  Duration httpPollInterval() {
    return httpPollInterval;
  }

  boolean encrypted() {
    return tls != null;
  }

  String path() {
    return path;
  }
}
