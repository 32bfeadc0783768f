package io.oyl.ingest.job;

import io.oyl.ingest.chunk.ChunkSettings;
import io.oyl.ingest.embed.EmbedSettings;
import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.tag.TagSettings;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Everything that can be set; the defaults stand in {@code application.yaml}, once. */
@ConfigurationProperties(prefix = "ingest", ignoreUnknownFields = false)
record IngestProperties(
    ExtractSettings extract,
    ChunkSettings chunk,
    TagSettings tag,
    EmbedSettings embed,
    StoreSettings store,
    RunSettings run) {}
