package io.oyl.ingest.job;

import io.micrometer.observation.ObservationRegistry;
import io.oyl.ingest.store.AuditTable;
import io.oyl.ingest.store.LeaseLostException;
import io.oyl.ingest.store.RequestsTable;
import io.oyl.ingest.store.ScopeNames;
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
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
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
  private final RunTables tables;
  private final SettingsAudit settings;
  private final ObservationRegistry observations;

  IngestJob(
      JobRepository repository,
      JobOperator operator,
      Transactions transactions,
      IngestProperties properties,
      RunTables tables,
      AuditTable audit,
      ObjectProvider<ObservationRegistry> observations) {
    this.repository = repository;
    this.operator = operator;
    this.transactions = transactions;
    this.properties = properties;
    this.tables = tables;
    this.settings = new SettingsAudit(audit, transactions, properties);
    this.observations = observations.getIfAvailable(() -> ObservationRegistry.NOOP);
  }

  /** Runs to the end, well or not. */
  JobExecution start(Run run, UUID request) throws Exception {
    settings.note(run.scope(), run.stages().fingerprints());
    RunRequest asked = run.request();
    Job job =
        job("ingest", run)
            .start(scan(run))
            .next(ingest(run))
            .next(embed(run, false))
            .next(finish(run))
            .build();
    return start(
        job,
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
    Job job = job("reembed", run).start(embed(run, true)).next(switchModel(run)).build();
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

  private JobBuilder job(String name, Run run) {
    return new JobBuilder(name, repository)
        .observationRegistry(observations)
        .listener(started(run));
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
    return step(SCAN, new ScanTasklet(run, tables, transactions.fenced(run.control())));
  }

  private Step ingest(Run run) {
    return step(
        INGEST,
        run,
        new IngestReader(
            run, tables, transactions.own(), properties.extract().forks(), properties.store()));
  }

  private Step embed(Run run, boolean ofAnotherModel) {
    return step(
        EMBED,
        run,
        new VectorReader(
            run, tables, ofAnotherModel, transactions.own(), properties.store().textsPerCommit()));
  }

  private Step finish(Run run) {
    return step(FINISH, new FinishTasklet(run, tables, transactions.none(), properties.store()));
  }

  private Step switchModel(Run run) {
    return step(SWITCH, new SwitchTasklet(run, tables, transactions.none(), properties.store()));
  }

  private Step step(String name, Tasklet tasklet) {
    return new StepBuilder(name, repository)
        .observationRegistry(observations)
        .tasklet(tasklet, transactions.manager())
        .build();
  }

  /** Each of what is read is written in a transaction of its own. */
  private Step step(String name, Run run, ItemStreamReader<Ready> reader) {
    return new StepBuilder(name, repository)
        .observationRegistry(observations)
        .<Ready, Ready>chunk(1)
        .reader(reader)
        .writer(new ReadyWriter(run, tables))
        .transactionManager(transactions.manager())
        .build();
  }
}
