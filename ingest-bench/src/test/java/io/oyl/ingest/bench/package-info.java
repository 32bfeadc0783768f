@NullMarked
package io.oyl.ingest.bench;

import org.jspecify.annotations.NullMarked;
