@NullMarked
package io.oyl.ingest.tag;

import org.jspecify.annotations.NullMarked;
