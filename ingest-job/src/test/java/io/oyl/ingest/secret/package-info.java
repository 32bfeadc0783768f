@NullMarked
package io.oyl.ingest.secret;

import org.jspecify.annotations.NullMarked;
