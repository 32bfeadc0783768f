@NullMarked
package io.oyl.ingest.embed;

import org.jspecify.annotations.NullMarked;
