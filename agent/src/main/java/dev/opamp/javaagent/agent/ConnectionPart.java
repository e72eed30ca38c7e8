package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.opamp.ConnectionSettingsOffer;
import java.util.List;

/** Deals with one kind of offered connection settings. Called on the apply thread. */
interface ConnectionPart {

  /**
   * Puts what concerns this part in force, all of it or nothing.
   *
   * @return why nothing was changed, each text beginning with the name of the part of the offer;
   *     empty when all is in force or nothing concerns this part
   */
  List<String> apply(ConnectionSettingsOffer offer);
}
