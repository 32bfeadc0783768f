package io.oyl.ingest.job;

import io.oyl.ingest.chunk.ChunkSettings;
import io.oyl.ingest.embed.EmbedSettings;
import io.oyl.ingest.embed.ModelCatalog;
import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.secret.SecretSettings;
import io.oyl.ingest.tag.TagSettings;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Everything that can be set; the defaults stand in {@code application.yaml}, once. What else
 * stands in a file of settings, {@link SettingsFile} refuses.
 *
 * @param embed the embedding model of new references
 * @param models more models by name, for {@code reembed} and for references that use them
 */
@ConfigurationProperties(prefix = "ingest")
record IngestProperties(
    ExtractSettings extract,
    ChunkSettings chunk,
    TagSettings tag,
    EmbedSettings embed,
    SecretSettings secret,
    @Nullable Map<String, EmbedSettings> models,
    StoreSettings store,
    RunSettings run,
    WorkerSettings worker,
    HttpSettings http,
    @Nullable Map<String, ScheduleSettings> schedules) {
  IngestProperties {
    models = models == null ? Map.of() : Map.copyOf(models);
    if (models.containsKey(ModelCatalog.DEFAULT)) {
      throw new IllegalArgumentException(
          "ingest.models cannot have a model named default: that is the one of ingest.embed");
    }
    schedules = schedules == null ? Map.of() : new TreeMap<>(schedules);
    schedules.forEach((name, schedule) -> schedule.check(name));
  }
}
