package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.net.TlsContexts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP clients of one epoch: one for the endpoint, others where redirects lead to hosts that
 * are spoken to differently. A client whose TLS files have changed is replaced before its next use.
 */
final class OpenClients {

  private final HttpClients clients;
  private final List<OpenClient> open = new ArrayList<>();

  OpenClients(HttpClients clients) {
    this.clients = clients;
  }

  /**
   * Returns a client for a target, reading the TLS files only if they have not been or changed. For
   * one thread; files are read without the lock, which {@link #release} needs on another.
   */
  OkHttpClient forTarget(Target target) throws IOException {
    OpenClient fitting = find(target);
    if (fitting != null && fitting.isCurrent()) {
      return fitting.client;
    }
    OpenClient created = OpenClient.create(clients, target);
    replace(fitting, created);
    return created.client;
  }

  private synchronized @Nullable OpenClient find(Target target) {
    for (OpenClient candidate : open) {
      if (candidate.fits(target)) {
        return candidate;
      }
    }
    return null;
  }

  private synchronized void replace(@Nullable OpenClient old, OpenClient created) {
    if (old != null) {
      open.remove(old);
      old.client.connectionPool().evictAll();
    }
    open.add(created);
  }

  synchronized void release() {
    open.forEach(each -> each.client.connectionPool().evictAll());
  }

  /** A client and what it was made for. */
  private static final class OpenClient {
    private final OkHttpClient client;
    private final @Nullable TlsContexts tls;
    private final boolean trusted;

    private OpenClient(OkHttpClient client, @Nullable TlsContexts tls, boolean trusted) {
      this.client = client;
      this.tls = tls;
      this.trusted = trusted;
    }

    static OpenClient create(HttpClients clients, Target target) throws IOException {
      TlsContexts tls = target.address().isSecure() ? clients.tls(target) : null;
      return new OpenClient(clients.create(tls), tls, target.isTrusted());
    }

    boolean fits(Target target) {
      return trusted == target.isTrusted() && (tls != null) == target.address().isSecure();
    }

    boolean isCurrent() {
      return tls == null || tls.isCurrent();
    }
  }
}
