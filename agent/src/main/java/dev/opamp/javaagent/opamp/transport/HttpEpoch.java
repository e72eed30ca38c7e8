package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.net.ServerAddress;
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

  private final ServerAddress server;
  private final RequestHeaders headers;
  private final EpochEvents events;
  private final HttpAnswer answer;
  private final Releases releases = new Releases();
  private @Nullable OkHttpClient client;
  private @Nullable Call call;
  private boolean ended;

  HttpEpoch(ServerAddress server, RequestHeaders headers, EpochEvents events, int maxMessageSize) {
    this.server = server;
    this.headers = headers;
    this.events = events;
    this.answer = new HttpAnswer(maxMessageSize);
  }

  EpochEvents events() {
    return events;
  }

  /** Run when the epoch ends. */
  Releases releases() {
    return releases;
  }

  /** Takes the client into use; released at once if the epoch has ended meanwhile. */
  synchronized void open(OkHttpClient opened) {
    client = opened;
    if (!ended) {
      events.connected();
    }
  }

  /**
   * Sends one request and reads its answer.
   *
   * @param timeout null for the client's own
   * @throws IOException if there is no success; the epoch is then to be ended
   */
  ServerToAgent exchange(MessageBody body, String instanceUid, @Nullable Duration timeout)
      throws IOException {
    Call next = newCall(request(body, instanceUid));
    if (timeout != null) {
      next.timeout().timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
    try (Response response = next.execute()) {
      try {
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
    OkHttpClient released;
    synchronized (this) {
      ended = true;
      cut = call;
      released = client;
    }
    if (cut != null) {
      cut.cancel();
    }
    if (released != null) {
      released.connectionPool().evictAll();
    }
    releases.run();
    events.closed(cause);
  }

  private synchronized Call newCall(Request request) throws IOException {
    OkHttpClient open = client;
    if (ended || open == null) {
      throw new IOException("not connected");
    }
    Call next = open.newCall(request);
    call = next;
    return next;
  }

  private synchronized void forget(Call done) {
    if (call == done) {
      call = null;
    }
    if (ended && client != null) {
      client.connectionPool().evictAll();
    }
  }

  private Request request(MessageBody body, String instanceUid) {
    Request.Builder request = new Request.Builder().url(server.httpUrl()).post(body);
    for (Map.Entry<String, String> header : headers.asMap().entrySet()) {
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
