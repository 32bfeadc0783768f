/**
 * How fast it is: the same files through the pipelines of LangChain4j, of Spring AI and of this
 * project, in one run, and beside them the floor that none of them can get under.
 */
@NullMarked
package io.oyl.ingest.bench;

import org.jspecify.annotations.NullMarked;
