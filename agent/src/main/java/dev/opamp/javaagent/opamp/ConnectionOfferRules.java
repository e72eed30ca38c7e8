package dev.opamp.javaagent.opamp;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.OpAMPConnectionSettings;
import dev.opamp.javaagent.opamp.proto.TLSCertificate;
import dev.opamp.javaagent.settings.ConnectionOfferSettings;
import dev.opamp.javaagent.settings.ConnectionSettings;
import dev.opamp.javaagent.settings.EndpointUrl;
import dev.opamp.javaagent.settings.InvalidValueException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a connection comes to when local settings and offers meet, and what an offer may not do. An
 * offer is partial: what it does not hold stays, except the client certificate (spec: without one
 * in the offer none is presented) and credentials for another host.
 */
final class ConnectionOfferRules {

  private static final String AUTHORIZATION = "Authorization";

  private final ConnectionSettings local;
  private final ConnectionOfferSettings allowed;
  private final OfferedTls tls;
  private final ConnectionSettingsStore store;
  private final ClientKeys keys;

  ConnectionOfferRules(
      ConnectionSettings local,
      ConnectionOfferSettings allowed,
      ConnectionSettingsStore store,
      ClientKeys keys) {
    this.local = local;
    this.allowed = allowed;
    this.tls = new OfferedTls(local.tls(), allowed.insecureAllowed());
    this.store = store;
    this.keys = keys;
  }

  /** The connection that nobody offered anything for. */
  ServerConnection local() {
    return new ServerConnection(
        new byte[0], OpAMPConnectionSettings.getDefaultInstance(), null, local);
  }

  /** What an offer makes of the connection in force. */
  ServerConnection next(ServerConnection inForce, OpAMPConnectionSettings offer, byte[] hash)
      throws BadOfferException {
    OpAMPConnectionSettings.Builder merged = inForce.offered().toBuilder().clearCertificate();
    if (!offer.getDestinationEndpoint().isEmpty()) {
      URI endpoint = endpoint(offer.getDestinationEndpoint()).uri();
      merged.setDestinationEndpoint(offer.getDestinationEndpoint());
      if (!sameHost(endpoint, inForce.settings().endpoint())) {
        merged.clearHeaders();
      }
      checkDowngrade(inForce.settings().endpoint(), endpoint);
    }
    if (offer.hasHeaders()) {
      merged.setHeaders(offer.getHeaders());
    }
    if (offer.hasCertificate()) {
      checkDurability();
      merged.setCertificate(withKey(offer.getCertificate()));
    }
    if (offer.hasTls()) {
      merged.setTls(offer.getTls());
    }
    if (offer.hasProxy()) {
      merged.setProxy(offer.getProxy());
    }
    Long seconds = inForce.heartbeatSeconds();
    if (offer.getHeartbeatIntervalSeconds() != 0) {
      seconds = offer.getHeartbeatIntervalSeconds();
    }
    return restored(merged.build(), seconds, hash);
  }

  /** What all offers together make of the local settings. */
  ServerConnection restored(
      OpAMPConnectionSettings offered, @Nullable Long heartbeatSeconds, byte[] hash)
      throws BadOfferException {
    if (offered.equals(OpAMPConnectionSettings.getDefaultInstance())) {
      return new ServerConnection(hash, offered, heartbeatSeconds, local);
    }
    EndpointUrl url =
        offered.getDestinationEndpoint().isEmpty()
            ? null
            : endpoint(offered.getDestinationEndpoint());
    URI endpoint = url == null ? local.endpoint() : url.uri();
    String authorization = url == null ? null : url.authorization();
    checkDowngrade(local.endpoint(), endpoint);
    checkHost(endpoint);
    ConnectionSettings.Builder settings =
        local.toBuilder(endpoint)
            .headers(headers(offered, endpoint, authorization))
            .token(keepsToken(offered, endpoint, authorization) ? local.token() : null)
            .tls(tls.of(offered));
    if (offered.hasProxy()) {
      settings.proxy(OfferedSettings.usableProxy(offered.getProxy()));
    }
    return new ServerConnection(hash, offered, heartbeatSeconds, settings.build());
  }

  private static EndpointUrl endpoint(String text) throws BadOfferException {
    try {
      return EndpointUrl.server(OfferedSettings.endpoint(text));
    } catch (InvalidValueException e) {
      throw new BadOfferException("destination_endpoint " + e.getMessage());
    }
  }

  /** Credentials are for the host they were given for. */
  private Map<String, String> headers(
      OpAMPConnectionSettings offered, URI endpoint, @Nullable String authorization)
      throws BadOfferException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (offered.hasHeaders()) {
      headers.putAll(OfferedSettings.headers(offered.getHeaders()));
    } else if (sameHost(endpoint, local.endpoint())) {
      headers.putAll(local.headers());
      if (authorization != null) {
        headers.remove(AUTHORIZATION);
      }
    }
    if (authorization != null) {
      headers.putIfAbsent(AUTHORIZATION, authorization);
    }
    return new LinkedHashMap<>(headers);
  }

  /** The local token is a header like those of the settings, and goes where they go. */
  private boolean keepsToken(
      OpAMPConnectionSettings offered, URI endpoint, @Nullable String authorization) {
    return !offered.hasHeaders() && authorization == null && sameHost(endpoint, local.endpoint());
  }

  private void checkHost(URI endpoint) throws BadOfferException {
    if (!sameHost(endpoint, local.endpoint()) && !allowed.allowsHost(endpoint.getHost())) {
      throw new BadOfferException(
          "destination_endpoint has a host that otel.opamp.connection.hosts does not allow");
    }
  }

  private void checkDowngrade(URI from, URI to) throws BadOfferException {
    if (isSecure(from) && !isSecure(to) && !allowed.insecureAllowed()) {
      throw new BadOfferException(
          "destination_endpoint gives up TLS; otel.opamp.allow=insecure-tls would allow it");
    }
  }

  private void checkDurability() throws BadOfferException {
    if (!store.isDurable()) {
      throw new BadOfferException(
          "certificate is refused: without durable storage it would be lost with a restart");
    }
  }

  /** A certificate without a key answers our request (CSR), so the key is the one we have. */
  private TLSCertificate withKey(TLSCertificate offered) throws BadOfferException {
    if (!offered.getPrivateKey().isEmpty()) {
      return offered;
    }
    String own = keys.privateKey();
    if (own == null) {
      throw new BadOfferException(
          "certificate.private_key is missing, and no certificate was requested");
    }
    return offered.toBuilder().setPrivateKey(ByteString.copyFromUtf8(own)).build();
  }

  static boolean isSecure(URI endpoint) {
    return endpoint.getScheme().equals("wss") || endpoint.getScheme().equals("https");
  }

  private static boolean sameHost(URI one, URI other) {
    return one.getHost().equalsIgnoreCase(other.getHost());
  }
}
