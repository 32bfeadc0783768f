package io.oyl.ingest.job;

import io.micrometer.observation.ObservationRegistry;
import io.oyl.ingest.store.AuditTable;
import io.oyl.ingest.store.FileWriter;
import io.oyl.ingest.store.Housekeeping;
import io.oyl.ingest.store.LeaseLostException;
import io.oyl.ingest.store.LedgerTable;
import io.oyl.ingest.store.RequestsTable;
import io.oyl.ingest.store.ScanTable;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.ScopeTable;
import io.oyl.ingest.store.SearchTerms;
import io.oyl.ingest.store.UserTags;
import io.oyl.ingest.store.VanishedFiles;
import io.oyl.ingest.store.VectorIndex;
import io.oyl.ingest.store.VectorsTable;
import java.util.Locale;
import java.util.UUID;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.listener.JobExecutionListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.OptimisticLockingFailureException;

/**
 * The Spring Batch job: scan, ingest, embed, finish. Each run is a job instance of its own, since
 * what is left to do stands in the tables and not in an execution context: running again continues.
 */
final class IngestJob {
  static final String SCAN = "scan";
  static final String INGEST = "ingest";
  static final String EMBED = "embed";
  static final String FINISH = "finish";
  static final String SWITCH = "switch";

  private static final int LONGEST_PARAMETER = 2500;

  private final JobRepository repository;
  private final JobOperator operator;
  private final Transactions transactions;
  private final IngestProperties properties;
  private final ScanTable scan;
  private final VanishedFiles vanished;
  private final LedgerTable ledger;
  private final ScopeTable scopes;
  private final UserTags userTags;
  private final VectorsTable vectors;
  private final VectorIndex index;
  private final SettingsAudit settings;
  private final FileWriter files;
  private final SearchTerms terms;
  private final Housekeeping housekeeping;
  private final ObservationRegistry observations;

  IngestJob(
      JobRepository repository,
      JobOperator operator,
      Transactions transactions,
      IngestProperties properties,
      ScanTable scan,
      VanishedFiles vanished,
      LedgerTable ledger,
      ScopeTable scopes,
      UserTags userTags,
      VectorsTable vectors,
      VectorIndex index,
      AuditTable audit,
      FileWriter files,
      SearchTerms terms,
      Housekeeping housekeeping,
      ObjectProvider<ObservationRegistry> observations) {
    this.repository = repository;
    this.operator = operator;
    this.transactions = transactions;
    this.properties = properties;
    this.scan = scan;
    this.vanished = vanished;
    this.ledger = ledger;
    this.scopes = scopes;
    this.userTags = userTags;
    this.vectors = vectors;
    this.index = index;
    this.settings = new SettingsAudit(audit, transactions, properties);
    this.files = files;
    this.terms = terms;
    this.housekeeping = housekeeping;
    this.observations = observations.getIfAvailable(() -> ObservationRegistry.NOOP);
  }

  /** Runs to the end, well or not. */
  JobExecution start(Run run, UUID request) throws Exception {
    settings.note(run.scope(), run.stages().fingerprints());
    RunRequest asked = run.request();
    return start(
        job(run),
        new JobParametersBuilder(parameters(run, request))
            .addString("trigger", cut(asked.trigger()), false)
            .addString("scan", asked.scans() ? "yes" : "no, what is pending only", false)
            .addString("reread", asked.rereads() ? "yes" : "no", false)
            .addString("sweep", asked.sweep().name().toLowerCase(Locale.ROOT), false)
            .addString("settle", asked.settle().toString(), false)
            .addString("tags", RequestsTable.tags(asked.tags()), false)
            .toJobParameters());
  }

  /** Gives the run's reference vectors of the run's model, and then that model. */
  JobExecution reembed(Run run, UUID request) throws Exception {
    Job job =
        new JobBuilder("reembed", repository)
            .observationRegistry(observations)
            .listener(started(run))
            .start(embed(run, true))
            .next(switchModel(run))
            .build();
    return start(
        job,
        new JobParametersBuilder(parameters(run, request))
            .addString("model", run.stages().embedder().model().key(), false)
            .toJobParameters());
  }

  /**
   * Spring Batch finds its rows as they were, when they were ended by another process meanwhile.
   */
  private JobExecution start(Job job, JobParameters parameters) throws Exception {
    try {
      return operator.start(job, parameters);
    } catch (OptimisticLockingFailureException e) {
      throw new LeaseLostException(e);
    }
  }

  private static JobParameters parameters(Run run, UUID request) {
    ScopeNames names = run.scope().names();
    return new JobParametersBuilder()
        .addString("request", request.toString())
        .addString("tenant", cut(names.tenant()), false)
        .addString("workspace", cut(names.workspace()), false)
        .addString("reference", cut(names.reference()), false)
        .addString("source", cut(String.join(", ", run.sources())), false)
        .toJobParameters();
  }

  private static String cut(String value) {
    int end =
        value.offsetByCodePoints(
            0, Math.min(LONGEST_PARAMETER, value.codePointCount(0, value.length())));
    return value.substring(0, end);
  }

  private Job job(Run run) {
    return new JobBuilder("ingest", repository)
        .observationRegistry(observations)
        .listener(started(run))
        .start(scan(run))
        .next(ingest(run))
        .next(embed(run, false))
        .next(finish(run))
        .build();
  }

  private static JobExecutionListener started(Run run) {
    return new JobExecutionListener() {
      @Override
      public void beforeJob(JobExecution execution) {
        run.started(execution.getId());
      }
    };
  }

  private Step scan(Run run) {
    return new StepBuilder(SCAN, repository)
        .observationRegistry(observations)
        .tasklet(
            new ScanTasklet(run, scan, userTags, transactions.fenced(run.control())),
            transactions.manager())
        .build();
  }

  private Step ingest(Run run) {
    return new StepBuilder(INGEST, repository)
        .observationRegistry(observations)
        .<Ready, Ready>chunk(1)
        .reader(
            new IngestReader(
                run,
                ledger,
                terms,
                vectors,
                transactions.own(),
                housekeeping.besideLoad(),
                properties.extract().forks(),
                properties.store()))
        .writer(new ReadyWriter(run, files, vectors))
        .transactionManager(transactions.manager())
        .build();
  }

  private Step embed(Run run, boolean ofAnotherModel) {
    return new StepBuilder(EMBED, repository)
        .observationRegistry(observations)
        .<Ready, Ready>chunk(1)
        .reader(
            new VectorReader(
                run,
                vectors,
                ofAnotherModel,
                transactions.own(),
                housekeeping.besideLoad(),
                properties.store().textsPerCommit()))
        .writer(new ReadyWriter(run, files, vectors))
        .transactionManager(transactions.manager())
        .build();
  }

  private Step finish(Run run) {
    return new StepBuilder(FINISH, repository)
        .observationRegistry(observations)
        .tasklet(
            new FinishTasklet(
                run,
                scan,
                vanished,
                ledger,
                userTags,
                scopes,
                housekeeping,
                vectors,
                index,
                transactions.none(),
                properties.store()),
            transactions.manager())
        .build();
  }

  private Step switchModel(Run run) {
    return new StepBuilder(SWITCH, repository)
        .observationRegistry(observations)
        .tasklet(
            new SwitchTasklet(
                run,
                vectors,
                scopes,
                ledger,
                housekeeping,
                index,
                transactions.none(),
                properties.store()),
            transactions.manager())
        .build();
  }
}
