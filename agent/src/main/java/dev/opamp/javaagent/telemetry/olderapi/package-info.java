/**
 * What the SDK calls and the OpenTelemetry API of an application does not have, because it is older
 * than the SDK. Loaded beside such an API only, and written against what APIs have from 1.20 on.
 */
package dev.opamp.javaagent.telemetry.olderapi;
