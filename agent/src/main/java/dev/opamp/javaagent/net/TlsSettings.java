package dev.opamp.javaagent.net;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How TLS is done on one connection: whom to trust, how to authenticate, which versions and cipher
 * suites. Immutable, compared by value; files count by their path.
 */
public final class TlsSettings {

  private static final TlsSettings DEFAULTS = builder().build();

  private final @Nullable PemSource trustedCertificates;
  private final @Nullable KeyStoreFile trustStore;
  private final boolean includeSystemCertificates;
  private final boolean insecureSkipVerify;
  private final @Nullable PemSource clientCertificate;
  private final @Nullable PemSource clientIssuer;
  private final @Nullable PemSource clientKey;
  private final @Nullable SecretSource clientKeyPassword;
  private final @Nullable KeyStoreFile clientKeyStore;
  private final String minVersion;
  private final String maxVersion;
  private final List<String> cipherSuites;

  private TlsSettings(Builder builder) {
    this.trustedCertificates = builder.trustedCertificates;
    this.trustStore = builder.trustStore;
    this.includeSystemCertificates = builder.includeSystemCertificates;
    this.insecureSkipVerify = builder.insecureSkipVerify;
    this.clientCertificate = builder.clientCertificate;
    this.clientIssuer = builder.clientIssuer;
    this.clientKey = builder.clientKey;
    this.clientKeyPassword = builder.clientKeyPassword;
    this.clientKeyStore = builder.clientKeyStore;
    this.minVersion = builder.minVersion;
    this.maxVersion = builder.maxVersion;
    this.cipherSuites = Collections.unmodifiableList(new ArrayList<>(builder.cipherSuites));
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The CAs of the JVM, no client certificate, TLS 1.2 or newer. */
  public static TlsSettings defaults() {
    return DEFAULTS;
  }

  /** Returns a builder that starts with these settings. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.trustedCertificates = trustedCertificates;
    builder.trustStore = trustStore;
    builder.includeSystemCertificates = includeSystemCertificates;
    builder.insecureSkipVerify = insecureSkipVerify;
    builder.clientCertificate = clientCertificate;
    builder.clientIssuer = clientIssuer;
    builder.clientKey = clientKey;
    builder.clientKeyPassword = clientKeyPassword;
    builder.clientKeyStore = clientKeyStore;
    builder.minVersion = minVersion;
    builder.maxVersion = maxVersion;
    builder.cipherSuites = cipherSuites;
    return builder;
  }

  /** CA certificates to trust, one or several. */
  public @Nullable PemSource trustedCertificates() {
    return trustedCertificates;
  }

  /** CA certificates to trust; when there are none here either, those of the JVM are. */
  public @Nullable KeyStoreFile trustStore() {
    return trustStore;
  }

  /** Whether the CAs of the JVM are trusted too when others are given. */
  public boolean includeSystemCertificates() {
    return includeSystemCertificates;
  }

  /** Whether neither the chain nor the host name of the server is checked. */
  public boolean insecureSkipVerify() {
    return insecureSkipVerify;
  }

  /** The client's certificate chain; null when the client does not authenticate itself. */
  public @Nullable PemSource clientCertificate() {
    return clientCertificate;
  }

  /** CAs that signed the client's certificate, to complete its chain; never trusted themselves. */
  public @Nullable PemSource clientIssuer() {
    return clientIssuer;
  }

  /** The client's private key; null exactly when there is no certificate. */
  public @Nullable PemSource clientKey() {
    return clientKey;
  }

  /** What opens an encrypted private key; null when it is not encrypted. */
  public @Nullable SecretSource clientKeyPassword() {
    return clientKeyPassword;
  }

  /** The client's certificate and key in one; instead of the two PEM sources. */
  public @Nullable KeyStoreFile clientKeyStore() {
    return clientKeyStore;
  }

  /** Oldest TLS version, {@code 1.2} or {@code TLSv1.2}; empty for the default, 1.2. */
  public String minVersion() {
    return minVersion;
  }

  /** Newest TLS version; empty for no bound. */
  public String maxVersion() {
    return maxVersion;
  }

  /** The only cipher suites to be used, JSSE or IANA names; empty for the JVM's choice. */
  public List<String> cipherSuites() {
    return cipherSuites;
  }

  /** Returns the settings for a server that must not learn who the client is. */
  public TlsSettings withoutClient() {
    return toBuilder()
        .client(null, null)
        .clientIssuer(null)
        .clientKeyPassword(null)
        .clientKeyStore(null)
        .build();
  }

  /** All files that are read for these settings, those of the JVM apart. */
  List<Path> files() {
    List<@Nullable Path> files = new ArrayList<>();
    for (PemSource pem :
        Arrays.asList(trustedCertificates, clientCertificate, clientIssuer, clientKey)) {
      files.add(pem == null ? null : pem.file());
    }
    addFiles(files, trustStore);
    addFiles(files, clientKeyStore);
    files.add(clientKeyPassword == null ? null : clientKeyPassword.file());
    List<Path> given = new ArrayList<>();
    for (Path file : files) {
      if (file != null) {
        given.add(file);
      }
    }
    return given;
  }

  private static void addFiles(List<@Nullable Path> files, @Nullable KeyStoreFile store) {
    if (store != null) {
      files.add(store.file());
      SecretSource password = store.password();
      files.add(password == null ? null : password.file());
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TlsSettings && values().equals(((TlsSettings) other).values());
  }

  @Override
  public int hashCode() {
    return values().hashCode();
  }

  private List<@Nullable Object> values() {
    List<@Nullable Object> values = new ArrayList<>();
    Collections.addAll(
        values,
        trustedCertificates,
        trustStore,
        includeSystemCertificates,
        insecureSkipVerify,
        clientCertificate,
        clientIssuer,
        clientKey,
        clientKeyPassword,
        clientKeyStore,
        minVersion,
        maxVersion,
        cipherSuites);
    return values;
  }

  /** Builds {@link TlsSettings}. */
  public static final class Builder {
    private @Nullable PemSource trustedCertificates;
    private @Nullable KeyStoreFile trustStore;
    private boolean includeSystemCertificates;
    private boolean insecureSkipVerify;
    private @Nullable PemSource clientCertificate;
    private @Nullable PemSource clientIssuer;
    private @Nullable PemSource clientKey;
    private @Nullable SecretSource clientKeyPassword;
    private @Nullable KeyStoreFile clientKeyStore;
    private String minVersion = "";
    private String maxVersion = "";
    private List<String> cipherSuites = Collections.emptyList();

    private Builder() {}

    public Builder trustedCertificates(@Nullable PemSource certificates) {
      this.trustedCertificates = certificates;
      return this;
    }

    public Builder trustStore(@Nullable KeyStoreFile store) {
      this.trustStore = store;
      return this;
    }

    public Builder includeSystemCertificates(boolean include) {
      this.includeSystemCertificates = include;
      return this;
    }

    public Builder insecureSkipVerify(boolean skip) {
      this.insecureSkipVerify = skip;
      return this;
    }

    public Builder client(@Nullable PemSource certificate, @Nullable PemSource key) {
      this.clientCertificate = certificate;
      this.clientKey = key;
      return this;
    }

    public Builder clientIssuer(@Nullable PemSource issuer) {
      this.clientIssuer = issuer;
      return this;
    }

    public Builder clientKeyPassword(@Nullable SecretSource password) {
      this.clientKeyPassword = password;
      return this;
    }

    public Builder clientKeyStore(@Nullable KeyStoreFile store) {
      this.clientKeyStore = store;
      return this;
    }

    public Builder versions(String min, String max) {
      this.minVersion = min;
      this.maxVersion = max;
      return this;
    }

    public Builder cipherSuites(List<String> suites) {
      this.cipherSuites = suites;
      return this;
    }

    public TlsSettings build() {
      return new TlsSettings(this);
    }
  }
}
