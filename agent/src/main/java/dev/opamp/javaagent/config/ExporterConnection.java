package dev.opamp.javaagent.config;

import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.TlsSettings;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a document cannot say about the connection of one exporter. Immutable, compared by value: an
 * exporter is built anew exactly when its part of the document or this is another one.
 */
public final class ExporterConnection {

  /** The document says it all. */
  public static final ExporterConnection NONE = new ExporterConnection(null, null, "");

  private final @Nullable TlsSettings tls;
  private final @Nullable ProxySettings proxy;
  private final String fileRevision;

  /**
   * The connection of one exporter.
   *
   * @param tls takes the place of what the document says of TLS; null when the document counts
   * @param proxy null for none; never without {@code tls}
   * @param fileRevision stands for the content of the credential files in use; empty when there are
   *     none
   */
  public ExporterConnection(
      @Nullable TlsSettings tls, @Nullable ProxySettings proxy, String fileRevision) {
    this.tls = tls;
    this.proxy = proxy;
    this.fileRevision = fileRevision;
  }

  /** Takes the place of what the document says of TLS; null when the document counts. */
  public @Nullable TlsSettings tls() {
    return tls;
  }

  public @Nullable ProxySettings proxy() {
    return proxy;
  }

  boolean followsFiles() {
    return !fileRevision.isEmpty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ExporterConnection
        && Objects.equals(tls, ((ExporterConnection) other).tls)
        && Objects.equals(proxy, ((ExporterConnection) other).proxy)
        && fileRevision.equals(((ExporterConnection) other).fileRevision);
  }

  @Override
  public int hashCode() {
    return Objects.hash(tls, proxy, fileRevision);
  }
}
