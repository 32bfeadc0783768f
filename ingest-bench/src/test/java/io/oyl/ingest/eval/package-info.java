@NullMarked
package io.oyl.ingest.eval;

import org.jspecify.annotations.NullMarked;
