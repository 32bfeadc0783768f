@NullMarked
package io.oyl.ingest.report;

import org.jspecify.annotations.NullMarked;
