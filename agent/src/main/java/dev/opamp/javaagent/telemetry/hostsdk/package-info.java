/**
 * Control of an SDK that the application, or another agent, has built.
 *
 * <p>These classes are defined once beside each such SDK, by a loader below that of the SDK, and
 * run against SDKs of all versions from 1.20 on: what a version does not have must not be touched
 * before it was asked for. Nothing of an SDK is replaced before an offer asks for it.
 */
package dev.opamp.javaagent.telemetry.hostsdk;
