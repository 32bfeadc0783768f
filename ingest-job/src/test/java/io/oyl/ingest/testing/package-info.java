/** What several packages' tests need: a real PostgreSQL, a fresh database for each test class. */
@NullMarked
package io.oyl.ingest.testing;

import org.jspecify.annotations.NullMarked;
