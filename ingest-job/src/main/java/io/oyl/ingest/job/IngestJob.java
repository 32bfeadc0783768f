package io.oyl.ingest.job;

import io.oyl.ingest.store.AuditTable;
import io.oyl.ingest.store.FileWriter;
import io.oyl.ingest.store.LedgerTable;
import io.oyl.ingest.store.ScanTable;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.VectorIndex;
import io.oyl.ingest.store.VectorsTable;
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

/**
 * The Spring Batch job: scan, ingest, embed, finish. Each run is a job instance of its own, since
 * what is left to do stands in the tables and not in an execution context: running again continues.
 */
final class IngestJob {
  static final String SCAN = "scan";
  static final String INGEST = "ingest";
  static final String EMBED = "embed";
  static final String FINISH = "finish";

  private static final int LONGEST_PARAMETER = 2500;

  private final JobRepository repository;
  private final JobOperator operator;
  private final Transactions transactions;
  private final IngestProperties properties;
  private final ScanTable scan;
  private final LedgerTable ledger;
  private final VectorsTable vectors;
  private final VectorIndex index;
  private final AuditTable audit;
  private final FileWriter files;

  IngestJob(
      JobRepository repository,
      JobOperator operator,
      Transactions transactions,
      IngestProperties properties,
      ScanTable scan,
      LedgerTable ledger,
      VectorsTable vectors,
      VectorIndex index,
      AuditTable audit,
      FileWriter files) {
    this.repository = repository;
    this.operator = operator;
    this.transactions = transactions;
    this.properties = properties;
    this.scan = scan;
    this.ledger = ledger;
    this.vectors = vectors;
    this.index = index;
    this.audit = audit;
    this.files = files;
  }

  /** Runs to the end, well or not. */
  JobExecution start(Run run, UUID request) throws Exception {
    return operator.start(job(run), parameters(run, request));
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
        .listener(
            new JobExecutionListener() {
              @Override
              public void beforeJob(JobExecution execution) {
                run.started(execution.getId());
              }
            })
        .start(scan(run))
        .next(ingest(run))
        .next(embed(run))
        .next(finish(run))
        .build();
  }

  private Step scan(Run run) {
    return new StepBuilder(SCAN, repository)
        .tasklet(
            new ScanTasklet(run, scan, transactions.fenced(run.control())), transactions.manager())
        .build();
  }

  private Step ingest(Run run) {
    return new StepBuilder(INGEST, repository)
        .<Ready, Ready>chunk(1)
        .reader(
            new IngestReader(
                run,
                ledger,
                vectors,
                transactions.own(),
                ledger.statistics(),
                properties.extract().forks(),
                properties.store()))
        .writer(new ReadyWriter(run, files, vectors))
        .transactionManager(transactions.manager())
        .build();
  }

  private Step embed(Run run) {
    return new StepBuilder(EMBED, repository)
        .<Ready, Ready>chunk(1)
        .reader(
            new VectorReader(
                run,
                vectors,
                transactions.own(),
                ledger.statistics(),
                properties.store().textsPerCommit()))
        .writer(new ReadyWriter(run, files, vectors))
        .transactionManager(transactions.manager())
        .build();
  }

  private Step finish(Run run) {
    return new StepBuilder(FINISH, repository)
        .tasklet(
            new FinishTasklet(
                run,
                scan,
                ledger,
                audit,
                index,
                transactions.none(),
                properties.store().indexFromVectors()),
            transactions.manager())
        .build();
  }
}
