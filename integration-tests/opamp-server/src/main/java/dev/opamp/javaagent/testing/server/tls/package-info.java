/** TLS for the OpAMP port: PEM files, a key store, or a certificate made on the spot. */
@NullMarked
package dev.opamp.javaagent.testing.server.tls;

import org.jspecify.annotations.NullMarked;
