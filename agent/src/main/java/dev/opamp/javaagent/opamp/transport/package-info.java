/**
 * Moves OpAMP messages: WebSocket (RFC 6455) and plain HTTP polling, with their framing, TLS, proxy
 * tunnel, compression, size limits and {@code Retry-After}.
 *
 * <p>Nothing here changes state shared by the JVM: no default SSL factory, proxy selector,
 * authenticator or system property is read for writing or replaced. A proxy is used only when
 * {@code otel.opamp.proxy} names one; the JVM's own proxy settings do not apply.
 */
package dev.opamp.javaagent.opamp.transport;
