@NullMarked
package io.oyl.ingest.operate;

import org.jspecify.annotations.NullMarked;
