/**
 * Mails beside what Tika says of them: which body is the text, which part is a file, what is
 * quoted, and whether the last part was ever ended. Read from the file where it lies, since Tika
 * tells none of it.
 */
@NullMarked
package io.oyl.ingest.extract.mail;

import org.jspecify.annotations.NullMarked;
