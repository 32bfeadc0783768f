/**
 * Secrets as ciphertext: a value goes in with its tenant and name, a text comes out that may stand
 * in a table, and only a key of the ring turns it back. The trap: whatever is sealed opens for its
 * own tenant and name alone, so neither may change under it.
 */
@NullMarked
package io.oyl.ingest.secret;

import org.jspecify.annotations.NullMarked;
