@NullMarked
package io.oyl.ingest.chunk;

import org.jspecify.annotations.NullMarked;
