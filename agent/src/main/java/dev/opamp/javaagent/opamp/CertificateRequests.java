package dev.opamp.javaagent.opamp;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.concurrent.Ticker;
import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.net.PemSource;
import dev.opamp.javaagent.net.X509Certificates;
import dev.opamp.javaagent.settings.ConnectionOfferSettings;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the server is asked for a client certificate: when there is none of its making, in
 * the last third of the life of the one there is, and when the instance UID in it has changed; once
 * each, and never over a connection whose other end nobody verified.
 */
final class CertificateRequests {

  private static final AgentLogger LOG = AgentLogger.get(CertificateRequests.class);
  private static final Duration AFTER_REFUSAL = Duration.ofHours(1);
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private final ConnectionOfferSettings allowed;
  private final ClientKeys keys;
  private final UidAssignment uid;
  private final Supplier<ServerConnection> inForce;
  private final OutgoingRequest outgoing;
  private final Runnable onRequest;
  private final SerialExecutor executor;
  private final Timers timers;
  private final Ticker ticker;
  private String certifiedUid;
  private @Nullable List<Object> situation;
  private @Nullable List<Object> asked;
  private @Nullable Long blockedUntil;

  /**
   * @param onRequest told when a request is ready to be sent
   */
  CertificateRequests(
      ConnectionOfferSettings allowed,
      ClientKeys keys,
      UidAssignment uid,
      Supplier<ServerConnection> inForce,
      OutgoingRequest outgoing,
      Runnable onRequest,
      SerialExecutor executor,
      Timers timers,
      Ticker ticker) {
    this.allowed = allowed;
    this.keys = keys;
    this.uid = uid;
    this.inForce = inForce;
    this.outgoing = outgoing;
    this.onRequest = onRequest;
    this.executor = executor;
    this.timers = timers;
    this.ticker = ticker;
    this.certifiedUid = uid.text();
  }

  /** Something may have changed: a message was received. */
  void check() {
    if (!allowed.certificateRequested() || uid.isRequested()) {
      return;
    }
    List<Object> now = question();
    if (!outgoing.isAccepted() || now.equals(situation)) {
      return;
    }
    situation = now;
    if (!now.equals(asked) && isVerified(inForce.get().settings())) {
      askWhenDue();
    }
  }

  /** The server did not like the last message; if that was a request, it is not repeated soon. */
  void refused() {
    if (outgoing.isUnanswered()) {
      LOG.warn("the server refused the request for a client certificate");
      blockedUntil = ticker.nanos() + AFTER_REFUSAL.toNanos();
      asked = null;
      askWhenDue();
    }
  }

  /** What a request would be about; the same is asked once. */
  private List<Object> question() {
    ServerConnection connection = inForce.get();
    return Arrays.asList(
        uid.text(), connection.settings().endpoint(), connection.offered().getCertificate());
  }

  private void askWhenDue() {
    Duration wait = untilDue();
    if (wait.isZero()) {
      timers.cancel(Timers.Name.CERTIFICATE);
      ask();
    } else {
      boolean soon = wait.compareTo(LONGEST_WAIT) <= 0;
      // After a refusal it shows at its end only whether there is anything to ask for.
      timers.start(
          Timers.Name.CERTIFICATE,
          soon ? wait : LONGEST_WAIT,
          soon && !isBlocked() ? this::ask : this::askWhenDue);
    }
  }

  private Duration untilDue() {
    Long blocked = blockedUntil;
    if (blocked != null && isBlocked()) {
      return Duration.ofNanos(blocked - ticker.nanos());
    }
    ByteString certificate = inForce.get().offered().getCertificate().getCert();
    if (certificate.isEmpty() || !uid.text().equals(certifiedUid)) {
      return Duration.ZERO;
    }
    return X509Certificates.untilRenewal(
        PemSource.text("certificate", certificate.toString(StandardCharsets.ISO_8859_1)));
  }

  private boolean isBlocked() {
    Long blocked = blockedUntil;
    return blocked != null && blocked - ticker.nanos() > 0;
  }

  private void ask() {
    asked = question();
    certifiedUid = uid.text();
    Consumer<String> whenSigned =
        pem ->
            executor.execute(
                () -> {
                  outgoing.put(ByteString.copyFromUtf8(pem));
                  onRequest.run();
                });
    keys.requestCertificate(certifiedUid, whenSigned);
  }

  private boolean isVerified(ConnectionSettings settings) {
    boolean verified =
        ConnectionOfferRules.isSecure(settings.endpoint()) && !settings.tls().insecureSkipVerify();
    if (!verified && !allowed.insecureAllowed()) {
      LOG.warn("no client certificate is requested: the server is not verified by TLS");
      return false;
    }
    return true;
  }
}
