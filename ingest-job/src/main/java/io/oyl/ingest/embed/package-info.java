/**
 * From text to vectors: the only place for LangChain4j and ONNX. The trap: models cut what is too
 * long without a word, so a text over the model's limit is refused here, and what comes back is
 * checked before anybody stores it. An endpoint is waited for in one place, {@link
 * io.oyl.ingest.embed.PatientModel}.
 */
@NullMarked
package io.oyl.ingest.embed;

import org.jspecify.annotations.NullMarked;
