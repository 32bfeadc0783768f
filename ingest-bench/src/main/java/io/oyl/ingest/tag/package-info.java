/** How the weights of the product's ranking of English tags were found. */
@NullMarked
package io.oyl.ingest.tag;

import org.jspecify.annotations.NullMarked;
