/**
 * Commands, exit codes and printing. One JSON value or one table on standard output, everything
 * else on standard error.
 */
@NullMarked
package io.oyl.ingest.cli;

import org.jspecify.annotations.NullMarked;
