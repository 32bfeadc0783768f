@NullMarked
package io.oyl.ingest.cli;

import org.jspecify.annotations.NullMarked;
