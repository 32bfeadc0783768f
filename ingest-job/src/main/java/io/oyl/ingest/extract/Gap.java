package io.oyl.ingest.extract;

import io.oyl.ingest.source.Reason;

/** Something of a document that is not in its text, for the receipt. */
public record Gap(Reason reason, String detail) {}
