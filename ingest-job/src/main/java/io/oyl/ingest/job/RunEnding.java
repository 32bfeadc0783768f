package io.oyl.ingest.job;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.MethodBeforeAdvice;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Why a run or a step has not come to its end. The job repository keeps it in the words of the
 * command; Spring Batch's own are a stack trace, whose end with the cause is cut off. A listener
 * comes too early for that: its words are added to those.
 */
final class RunEnding implements MethodBeforeAdvice {
  /** The end of a run that was told to stop. */
  static final String STOPPED = "it was stopped";

  private RunEnding() {}

  /** The same repository, which is told the cause in a sentence. */
  static JobRepository told(JobRepository repository) {
    ProxyFactory proxy = new ProxyFactory(repository);
    proxy.addAdvice(new RunEnding());
    return (JobRepository) proxy.getProxy();
  }

  @Override
  public void before(Method method, @Nullable Object[] arguments, @Nullable Object target) {
    if (!method.getName().equals("update")) {
      return;
    }
    switch (arguments[0]) {
      case StepExecution step ->
          step.setExitStatus(told(step.getExitStatus(), step.getFailureExceptions()));
      case JobExecution job -> job.setExitStatus(told(job.getExitStatus(), failures(job)));
      case null, default -> {}
    }
  }

  private static ExitStatus told(ExitStatus status, List<Throwable> failures) {
    if (failures.isEmpty()) {
      return status;
    }
    boolean stopped = status.getExitCode().equals(ExitStatus.STOPPED.getExitCode());
    return new ExitStatus(
        status.getExitCode(), stopped ? STOPPED : Sentence.of(failures.getFirst()));
  }

  /** What went wrong first. */
  static Optional<Throwable> cause(JobExecution job) {
    return failures(job).stream().findFirst();
  }

  /** In their order, which {@link JobExecution#getAllFailureExceptions} does not keep. */
  private static List<Throwable> failures(JobExecution job) {
    return Stream.concat(
            job.getStepExecutions().stream().flatMap(step -> step.getFailureExceptions().stream()),
            job.getFailureExceptions().stream())
        .toList();
  }
}
