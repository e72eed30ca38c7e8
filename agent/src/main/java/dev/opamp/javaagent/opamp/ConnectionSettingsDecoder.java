package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.net.OneLine;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsOffers;
import dev.opamp.javaagent.opamp.proto.OpAMPConnectionSettings;
import dev.opamp.javaagent.opamp.proto.OtherConnectionSettings;
import dev.opamp.javaagent.opamp.proto.TelemetryConnectionSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes an offer of connection settings apart. A part that is not claimed or cannot be used becomes
 * a problem that begins with its name; the other parts are not concerned.
 */
final class ConnectionSettingsDecoder {

  private static final String NOT_SUPPORTED = "not supported by this agent or switched off locally";
  private static final int MAX_OTHER_CONNECTIONS = 100;
  private static final int MAX_NAME_CHARS = 256;
  private static final int MAX_OTHER_SETTINGS = 100;
  private static final int MAX_OTHER_SETTINGS_CHARS = 64 * 1024;

  private final Capabilities claimed;

  ConnectionSettingsDecoder(Capabilities claimed) {
    this.claimed = claimed;
  }

  ReceivedConnectionSettings decode(ConnectionSettingsOffers offers) {
    List<String> problems = new ArrayList<>();
    ConnectionSettingsOffer destinations =
        new ConnectionSettingsOffer(
            own(
                "own_metrics",
                Capabilities.REPORTS_OWN_METRICS,
                offers.hasOwnMetrics() ? offers.getOwnMetrics() : null,
                problems),
            own(
                "own_traces",
                Capabilities.REPORTS_OWN_TRACES,
                offers.hasOwnTraces() ? offers.getOwnTraces() : null,
                problems),
            own(
                "own_logs",
                Capabilities.REPORTS_OWN_LOGS,
                offers.hasOwnLogs() ? offers.getOwnLogs() : null,
                problems),
            others(byName(offers), problems));
    OpAMPConnectionSettings opamp = offers.hasOpamp() ? offers.getOpamp() : null;
    return new ReceivedConnectionSettings(destinations, opamp, problems);
  }

  private @Nullable DestinationOffer own(
      String part,
      long capability,
      @Nullable TelemetryConnectionSettings offered,
      List<String> problems) {
    if (offered == null || !isClaimed(part, capability, problems)) {
      return null;
    }
    try {
      return DestinationOffer.builder()
          .endpoint(OfferedSettings.endpoint(offered.getDestinationEndpoint()))
          .headers(offered.hasHeaders() ? OfferedSettings.headers(offered.getHeaders()) : null)
          .certificate(
              offered.hasCertificate()
                  ? OfferedSettings.certificate(offered.getCertificate())
                  : null)
          .tls(offered.hasTls() ? OfferedSettings.tls(offered.getTls()) : null)
          .proxy(offered.hasProxy() ? OfferedSettings.proxy(offered.getProxy()) : null)
          .build();
    } catch (BadOfferException e) {
      problems.add(e.reasonFor(part));
      return null;
    }
  }

  /** Of several connections of one name the last is meant: these are the entries of a map. */
  private static Map<String, OtherConnectionSettings> byName(ConnectionSettingsOffers offers) {
    Map<String, OtherConnectionSettings> connections = new TreeMap<>();
    for (ConnectionSettingsOffers.Entry entry : offers.getOtherConnectionsList()) {
      connections.put(entry.getKey(), entry.getValue());
    }
    return connections;
  }

  private Map<String, DestinationOffer> others(
      Map<String, OtherConnectionSettings> offered, List<String> problems) {
    Map<String, DestinationOffer> decoded = new TreeMap<>();
    if (offered.isEmpty()
        || !isClaimed(
            "other_connections", Capabilities.ACCEPTS_OTHER_CONNECTION_SETTINGS, problems)) {
      return decoded;
    }
    if (offered.size() > MAX_OTHER_CONNECTIONS) {
      problems.add("other_connections: more than " + MAX_OTHER_CONNECTIONS + " entries");
      return decoded;
    }
    for (Map.Entry<String, OtherConnectionSettings> entry : offered.entrySet()) {
      try {
        decoded.put(checkedName(entry.getKey()), other(entry.getValue()));
      } catch (BadOfferException e) {
        problems.add(e.reasonFor("other_connections/" + OneLine.of(entry.getKey())));
      }
    }
    return decoded;
  }

  private static String checkedName(String name) throws BadOfferException {
    if (name.length() > MAX_NAME_CHARS) {
      throw new BadOfferException("the name is too long");
    }
    return name;
  }

  private static DestinationOffer other(OtherConnectionSettings offered) throws BadOfferException {
    return DestinationOffer.builder()
        .endpoint(OfferedSettings.endpoint(offered.getDestinationEndpoint()))
        .headers(offered.hasHeaders() ? OfferedSettings.headers(offered.getHeaders()) : null)
        .certificate(
            offered.hasCertificate() ? OfferedSettings.certificate(offered.getCertificate()) : null)
        .tls(offered.hasTls() ? OfferedSettings.tls(offered.getTls()) : null)
        .proxy(offered.hasProxy() ? OfferedSettings.proxy(offered.getProxy()) : null)
        .otherSettings(checkedSettings(offered.getOtherSettingsList()))
        .build();
  }

  private static Map<String, String> checkedSettings(List<OtherConnectionSettings.Entry> entries)
      throws BadOfferException {
    Map<String, String> settings = new LinkedHashMap<>();
    for (OtherConnectionSettings.Entry entry : entries) {
      settings.put(entry.getKey(), entry.getValue());
    }
    int chars = 0;
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      chars += setting.getKey().length() + setting.getValue().length();
    }
    if (settings.size() > MAX_OTHER_SETTINGS || chars > MAX_OTHER_SETTINGS_CHARS) {
      throw new BadOfferException("too many or too long other_settings");
    }
    return settings;
  }

  private boolean isClaimed(String part, long capability, List<String> problems) {
    if (!claimed.has(capability)) {
      problems.add(part + ": " + NOT_SUPPORTED);
      return false;
    }
    return true;
  }
}
