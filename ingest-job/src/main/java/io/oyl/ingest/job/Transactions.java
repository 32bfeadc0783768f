package io.oyl.ingest.job;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** Ways to work on the database, all under the job repository's own transaction manager. */
final class Transactions {
  private final PlatformTransactionManager manager;

  Transactions(PlatformTransactionManager manager) {
    this.manager = manager;
  }

  PlatformTransactionManager manager() {
    return manager;
  }

  /** In the running transaction, or in one of its own. */
  TransactionOperations joined() {
    return with(TransactionDefinition.PROPAGATION_REQUIRED);
  }

  /** In a transaction of its own, whatever else runs. */
  TransactionOperations own() {
    return with(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /** In a transaction of its own that is rolled back when the run may not write any more. */
  TransactionOperations fenced(RunControl control) {
    TransactionOperations own = own();
    return new TransactionOperations() {
      @Override
      public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
        return own.execute(
            status -> {
              control.fence();
              return action.doInTransaction(status);
            });
      }
    };
  }

  /** In none: each statement commits by itself. */
  TransactionOperations none() {
    return with(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
  }

  private TransactionOperations with(int propagation) {
    TransactionTemplate template = new TransactionTemplate(manager);
    template.setPropagationBehavior(propagation);
    return template;
  }
}
