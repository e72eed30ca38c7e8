package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.net.OneLine;
import dev.opamp.javaagent.net.ServerAddress;
import dev.opamp.javaagent.opamp.CloseCause;
import dev.opamp.javaagent.opamp.CloseCause.Kind;
import dev.opamp.javaagent.opamp.OpampTransport;
import dev.opamp.javaagent.opamp.TransportListener;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * OpAMP over plain HTTP: one POST per message, one at a time, on one thread.
 *
 * <p>Bodies are gzipped if so configured, until the server answers 400 or 415 to a gzipped one;
 * that message goes again at once, uncompressed, and so do all later ones.
 */
final class HttpPollingTransport implements OpampTransport {

  private static final AgentLogger LOG = AgentLogger.get(HttpPollingTransport.class);
  private static final CloseCause DISCONNECTED =
      new CloseCause(Kind.LOCAL, 0, "disconnected", null);

  private final ConnectionSettings settings;
  private final Redirects redirects;
  private final RequestHeaders headers;
  private final Supplier<String> instanceUidText;
  private final TransportListener listener;
  private final HttpTimeouts timeouts;
  private final HttpClients clients;
  private final ScheduledExecutorService worker = TransportThreads.serial("http");
  private final TransportTimer timer;
  private volatile boolean compress;
  private @Nullable HttpEpoch current;
  private boolean disconnecting;

  HttpPollingTransport(
      ConnectionSettings settings,
      ServerAddress server,
      RequestHeaders headers,
      Supplier<String> instanceUidText,
      TransportListener listener,
      HttpTimeouts timeouts,
      TransportTimer timer) {
    this.timer = timer;
    this.settings = settings;
    this.redirects = new Redirects(server);
    this.headers = headers;
    this.instanceUidText = instanceUidText;
    this.listener = listener;
    this.timeouts = timeouts;
    this.clients = new HttpClients(settings, timeouts);
    this.compress = settings.compression();
  }

  @Override
  public boolean isHalfDuplex() {
    return true;
  }

  @Override
  public synchronized void connect(long epoch) {
    endCurrent("replaced by a new connection");
    HttpEpoch next =
        new HttpEpoch(
            redirects,
            headers,
            clients,
            new EpochEvents(epoch, listener),
            settings.maxMessageSize(),
            timeouts.exchange());
    current = next;
    disconnecting = false;
    run(next, HttpEpoch::open);
  }

  @Override
  public synchronized void send(long epoch, AgentToServer message) {
    HttpEpoch open = epoch(epoch);
    if (open == null || disconnecting) {
      return;
    }
    int bytes = message.getSerializedSize();
    if (bytes > settings.maxMessageSize()) {
      open.events().oversize(bytes);
      return;
    }
    String instanceUid = instanceUid();
    run(open, connected -> exchange(connected, message.toByteArray(), instanceUid));
  }

  @Override
  public synchronized void disconnect(long epoch, AgentToServer farewell) {
    HttpEpoch open = epoch(epoch);
    if (open == null || disconnecting) {
      return;
    }
    disconnecting = true;
    Call outstanding = open.outstanding();
    String instanceUid = instanceUid();
    run(open, connected -> sayFarewell(connected, farewell.toByteArray(), instanceUid));
    if (outstanding != null) {
      open.releases().add(timer.after(timeouts.outstanding(), outstanding::cancel));
    }
    Duration all = timeouts.outstanding().plus(timeouts.farewell());
    open.releases().add(timer.after(all, () -> open.end(DISCONNECTED)));
  }

  @Override
  public synchronized void abort(long epoch, int closeCode, String reason) {
    HttpEpoch open = epoch(epoch);
    if (open != null) {
      open.end(new CloseCause(Kind.LOCAL, 0, OneLine.of(reason), null));
    }
  }

  @Override
  public synchronized void shutdown() {
    endCurrent("shut down");
    worker.shutdown();
  }

  /** Asked as the message is handed over, so that both agree even if the UID changes soon after. */
  private String instanceUid() {
    try {
      return String.valueOf(instanceUidText.get());
    } catch (RuntimeException e) {
      LOG.warn("The instance UID is not known", e);
      return "";
    }
  }

  private synchronized boolean isDisconnecting() {
    return disconnecting;
  }

  private void exchange(HttpEpoch epoch, byte[] message, String instanceUid) throws IOException {
    ServerToAgent reply;
    MessageBody body = MessageBody.of(message, compress);
    try {
      reply = epoch.exchange(body, instanceUid, null);
    } catch (FailedConnectionException refused) {
      int status = FailedConnectionException.causeOf(refused).code();
      if (!body.isGzipped() || (status != 400 && status != 415)) {
        throw refused;
      }
      compress = false;
      reply = epoch.exchange(MessageBody.of(message, false), instanceUid, null);
    }
    epoch.events().delivered();
    epoch.events().message(reply);
  }

  private void sayFarewell(HttpEpoch epoch, byte[] farewell, String instanceUid) {
    try {
      epoch.exchange(MessageBody.of(farewell, compress), instanceUid, timeouts.farewell());
    } catch (IOException | RuntimeException e) {
      LOG.debug("The farewell was not answered: " + OneLine.of(e));
    }
    epoch.end(DISCONNECTED);
  }

  /** Runs a step on the worker; its failure ends the epoch, unless a farewell is to follow. */
  private void run(HttpEpoch epoch, Step step) {
    try {
      worker.execute(
          () -> {
            try {
              step.run(epoch);
            } catch (Throwable failure) {
              if (!isDisconnecting()) {
                epoch.end(FailedConnectionException.causeOf(failure));
              }
            }
          });
    } catch (RejectedExecutionException shutDown) {
      epoch.end(new CloseCause(Kind.LOCAL, 0, "shut down", null));
    }
  }

  private void endCurrent(String reason) {
    HttpEpoch old = current;
    if (old != null) {
      old.end(new CloseCause(Kind.LOCAL, 0, reason, null));
    }
    current = null;
  }

  private @Nullable HttpEpoch epoch(long number) {
    HttpEpoch epoch = current;
    return epoch != null && epoch.events().epoch() == number && !epoch.events().isClosed()
        ? epoch
        : null;
  }

  /** Something that may fail. */
  private interface Step {
    void run(HttpEpoch epoch) throws IOException;
  }
}
