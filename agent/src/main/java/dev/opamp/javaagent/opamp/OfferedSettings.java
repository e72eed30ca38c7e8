package dev.opamp.javaagent.opamp;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.net.HeaderSyntax;
import dev.opamp.javaagent.net.OneLine;
import dev.opamp.javaagent.net.PemSource;
import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.ProxyTunnel;
import dev.opamp.javaagent.net.TlsSettings;
import dev.opamp.javaagent.opamp.proto.Header;
import dev.opamp.javaagent.opamp.proto.Headers;
import dev.opamp.javaagent.opamp.proto.ProxyConnectionSettings;
import dev.opamp.javaagent.opamp.proto.TLSCertificate;
import dev.opamp.javaagent.opamp.proto.TLSConnectionSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decodes what all kinds of offered connection settings have in common, within bounds. */
final class OfferedSettings {

  private static final int MAX_HEADERS = 100;
  private static final int MAX_HEADER_CHARS = 32 * 1024;
  private static final int MAX_PEM_BYTES = 1024 * 1024;
  private static final int MAX_URL_CHARS = 8 * 1024;
  private static final int MAX_CIPHER_SUITES = 200;
  private static final List<String> PROXY_SCHEMES = Arrays.asList("http", "https", "socks5");

  private OfferedSettings() {}

  static String endpoint(String offered) throws BadOfferException {
    if (offered.length() > MAX_URL_CHARS) {
      throw new BadOfferException("destination_endpoint is too long");
    }
    return offered;
  }

  /** Values of one name are joined, as HTTP has it. */
  static Map<String, String> headers(Headers offered) throws BadOfferException {
    if (offered.getHeadersCount() > MAX_HEADERS) {
      throw new BadOfferException("too many or too long headers");
    }
    int chars = 0;
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Header header : offered.getHeadersList()) {
      chars += header.getKey().length() + header.getValue().length();
      if (chars > MAX_HEADER_CHARS) {
        throw new BadOfferException("too many or too long headers");
      }
      String problem = HeaderSyntax.problem(header.getKey(), header.getValue());
      if (problem != null) {
        throw new BadOfferException(problem);
      }
      headers.merge(header.getKey(), header.getValue(), (one, other) -> one + ", " + other);
    }
    return headers;
  }

  static ClientCertificate certificate(TLSCertificate offered) throws BadOfferException {
    PemSource certificate = pem("certificate.cert", offered.getCert());
    if (certificate == null) {
      throw new BadOfferException("certificate.cert is missing");
    }
    return new ClientCertificate(
        certificate,
        pem("certificate.private_key", offered.getPrivateKey()),
        pem("certificate.ca_cert", offered.getCaCert()));
  }

  static TlsSettings tls(TLSConnectionSettings offered) throws BadOfferException {
    if (offered.getCipherSuitesCount() > MAX_CIPHER_SUITES) {
      throw new BadOfferException("tls.cipher_suites has too many entries");
    }
    return TlsSettings.builder()
        .trustedCertificates(pem("tls.ca_pem_contents", offered.getCaPemContentsBytes()))
        .includeSystemCertificates(offered.getIncludeSystemCaCertsPool())
        .insecureSkipVerify(offered.getInsecureSkipVerify())
        .versions(OneLine.of(offered.getMinVersion()), OneLine.of(offered.getMaxVersion()))
        .cipherSuites(offered.getCipherSuitesList())
        .build();
  }

  static ProxySettings proxy(ProxyConnectionSettings offered) throws BadOfferException {
    return new ProxySettings(proxyUrl(offered.getUrl()), headers(offered.getConnectHeaders()));
  }

  /** A proxy, and one of a kind that can be used. */
  static ProxySettings usableProxy(ProxyConnectionSettings offered) throws BadOfferException {
    ProxySettings proxy = proxy(offered);
    try {
      ProxyTunnel.check(proxy);
    } catch (IllegalArgumentException e) {
      throw new BadOfferException("proxy.url cannot be used: " + e.getMessage());
    }
    return proxy;
  }

  /** The message never repeats the text, which may hold a password. */
  private static URI proxyUrl(String text) throws BadOfferException {
    if (text.isEmpty() || text.length() > MAX_URL_CHARS) {
      throw new BadOfferException("proxy.url is empty or too long");
    }
    URI url;
    try {
      url = URI.create(text.contains("://") ? text : "http://" + text);
    } catch (IllegalArgumentException e) {
      throw new BadOfferException("proxy.url is not a URL");
    }
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    if (!PROXY_SCHEMES.contains(scheme)) {
      throw new BadOfferException("proxy.url has a scheme other than http, https and socks5");
    }
    if (url.getHost() == null || url.getPort() == 0 || url.getPort() > 65535) {
      throw new BadOfferException("proxy.url has no valid host and port");
    }
    String userInfo = url.getRawUserInfo() == null ? "" : url.getRawUserInfo() + "@";
    int port = url.getPort() < 0 ? defaultPort(scheme) : url.getPort();
    return URI.create(scheme + "://" + userInfo + url.getHost() + ":" + port);
  }

  private static int defaultPort(String proxyScheme) {
    switch (proxyScheme) {
      case "https":
        return 443;
      case "socks5":
        return 1080;
      default:
        return 80;
    }
  }

  private static @Nullable PemSource pem(String name, ByteString text) throws BadOfferException {
    if (text.size() > MAX_PEM_BYTES) {
      throw new BadOfferException(name + " is too large");
    }
    return text.isEmpty() ? null : PemSource.text(name, text.toString(StandardCharsets.ISO_8859_1));
  }
}
