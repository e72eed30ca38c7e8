package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.opamp.CloseCause;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges of one epoch, one after the other on the transport's thread; it may be ended and
 * its call cancelled from any thread.
 */
final class HttpEpoch {

  private static final long SMALL_BODY = 16 * 1024;

  private final Redirects redirects;
  private final RequestHeaders headers;
  private final OpenClients clients;
  private final Duration exchangeTimeout;
  private final EpochEvents events;
  private final HttpAnswer answer;
  private final Releases releases = new Releases();
  private @Nullable Call call;
  private boolean ended;

  HttpEpoch(
      Redirects redirects,
      RequestHeaders headers,
      HttpClients clients,
      EpochEvents events,
      int maxMessageSize,
      Duration exchangeTimeout) {
    this.redirects = redirects;
    this.headers = headers;
    this.clients = new OpenClients(clients);
    this.exchangeTimeout = exchangeTimeout;
    this.events = events;
    this.answer = new HttpAnswer(InboundLimit.of(maxMessageSize));
  }

  EpochEvents events() {
    return events;
  }

  /** Run when the epoch ends. */
  Releases releases() {
    return releases;
  }

  /** Makes sure that there is a client, and reports the connection, unless the epoch has ended. */
  void open() throws IOException {
    clients.forTarget(redirects.begin().target());
    synchronized (this) {
      if (!ended) {
        events.connected();
      }
    }
  }

  /**
   * Sends one request, where redirects lead to, and reads its answer.
   *
   * @param timeout null for the usual one; for all redirects together
   * @throws IOException if there is no success; the epoch is then to be ended
   */
  ServerToAgent exchange(MessageBody body, String instanceUid, @Nullable Duration timeout)
      throws IOException {
    long limit = (timeout == null ? exchangeTimeout : timeout).toNanos();
    long deadline = System.nanoTime() + limit;
    Redirects.Attempt attempt = redirects.begin();
    try {
      ServerToAgent reply = null;
      while (reply == null) {
        long left = deadline - System.nanoTime();
        reply = exchange(attempt, body, instanceUid, Math.max(1, left));
      }
      attempt.succeeded();
      return reply;
    } catch (IOException | RuntimeException e) {
      attempt.failed();
      throw e;
    }
  }

  /** Returns null when the attempt has to go on elsewhere. */
  private @Nullable ServerToAgent exchange(
      Redirects.Attempt attempt, MessageBody body, String instanceUid, long nanos)
      throws IOException {
    Call next = newCall(attempt.target(), request(attempt.target(), body, instanceUid));
    next.timeout().timeout(nanos, TimeUnit.NANOSECONDS);
    try (Response response = next.execute()) {
      try {
        if (Redirects.isRedirect(response.code())) {
          attempt.follow(response.code(), response.header("Location"));
          cutUnlessSmall(next, response);
          return null;
        }
        return answer.read(response);
      } catch (IOException e) {
        cutUnlessSmall(next, response);
        throw e;
      }
    } finally {
      forget(next);
    }
  }

  /** The call under way, to be cancelled if it takes too long. */
  synchronized @Nullable Call outstanding() {
    return call;
  }

  /** Ends the epoch and cuts what is under way. */
  void end(CloseCause cause) {
    Call cut;
    synchronized (this) {
      ended = true;
      cut = call;
    }
    if (cut != null) {
      cut.cancel();
    }
    clients.release();
    releases.run();
    events.closed(cause);
  }

  private Call newCall(Target target, Request request) throws IOException {
    OkHttpClient client = clients.forTarget(target);
    synchronized (this) {
      if (ended) {
        clients.release();
        throw new IOException("not connected");
      }
      Call next = client.newCall(request);
      call = next;
      return next;
    }
  }

  private synchronized void forget(Call done) {
    if (call == done) {
      call = null;
    }
    if (ended) {
      clients.release();
    }
  }

  private Request request(Target target, MessageBody body, String instanceUid) throws IOException {
    Request.Builder request = new Request.Builder().url(target.address().httpUrl()).post(body);
    for (Map.Entry<String, String> header : headers.forTarget(target).entrySet()) {
      request.header(header.getKey(), header.getValue());
    }
    request.header("Accept-Encoding", "gzip").header("OpAMP-Instance-UID", instanceUid);
    if (body.isGzipped()) {
      request.header("Content-Encoding", "gzip");
    }
    return request.build();
  }

  /** A short body is read to keep the connection; a long one is not worth it, or a trap. */
  private static void cutUnlessSmall(Call call, Response response) {
    long length = response.body().contentLength();
    if (length < 0 || length > SMALL_BODY) {
      call.cancel();
    }
  }
}
