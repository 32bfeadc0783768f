package io.oyl.ingest.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's driver under {@code jdbc:faulty:postgresql:…}, with connections that break at a
 * given statement or commit, or stand still there. A break is a real one: the session is gone.
 */
public final class FaultyDriver implements Driver {
  /** What is counted, and what becomes of it. */
  public enum Fault {
    /** The connection breaks before the statement is sent. */
    STATEMENT,
    /** Whoever sends the statement stands still before it, until it is woken. */
    STILL_STATEMENT,
    /** The connection breaks before the commit is sent. */
    COMMIT,
    /** The commit goes through, and its answer is lost. */
    ANSWER_TO_COMMIT
  }

  private static final String PREFIX = "jdbc:faulty:";

  private static @Nullable Fault armed;
  private static int left;
  private static boolean struck;
  private static CountDownLatch still = new CountDownLatch(1);
  private static CountDownLatch woken = new CountDownLatch(1);

  static {
    try {
      DriverManager.registerDriver(new FaultyDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The URL under which connections may break. */
  public static String url(String postgres) {
    return PREFIX + postgres.substring("jdbc:".length());
  }

  /** Breaks a connection at the nth statement or commit from now on, counted from 1. */
  public static synchronized void arm(Fault fault, int nth) {
    armed = fault;
    left = nth;
    struck = false;
    still = new CountDownLatch(1);
    woken = new CountDownLatch(1);
  }

  /** Waits until somebody stands still; false when nobody does in that time. */
  public static boolean awaitStill(long time, TimeUnit unit) throws InterruptedException {
    return still.await(time, unit);
  }

  /** Lets go on who stands still. */
  public static void wake() {
    woken.countDown();
  }

  private static void mayStandStill() throws InterruptedException {
    if (strikes(Fault.STILL_STATEMENT)) {
      still.countDown();
      woken.await();
    }
  }

  /** Breaks none any more; true when one was broken since {@link #arm}. */
  public static synchronized boolean disarm() {
    armed = null;
    return struck;
  }

  private static synchronized boolean strikes(Fault fault) {
    if (armed != fault || --left > 0) {
      return false;
    }
    armed = null;
    struck = true;
    return true;
  }

  @Override
  public @Nullable Connection connect(String url, Properties info) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    Connection real = DriverManager.getConnection("jdbc:" + url.substring(PREFIX.length()), info);
    return proxy(Connection.class, connection(real));
  }

  private static InvocationHandler connection(Connection real) {
    return (self, method, arguments) -> {
      switch (method.getName()) {
        case "commit" -> {
          if (strikes(Fault.COMMIT)) {
            throw broken(real);
          }
          real.commit();
          if (strikes(Fault.ANSWER_TO_COMMIT)) {
            throw broken(real);
          }
          return null;
        }
        case "unwrap" -> { // for COPY, which is a statement too
          mayStandStill();
          if (strikes(Fault.STATEMENT)) {
            throw broken(real);
          }
          return invoke(real, method, arguments);
        }
        case "prepareStatement" -> {
          return proxy(PreparedStatement.class, statement(real, invoke(real, method, arguments)));
        }
        case "createStatement" -> {
          return proxy(Statement.class, statement(real, invoke(real, method, arguments)));
        }
        default -> {
          return invoke(real, method, arguments);
        }
      }
    };
  }

  private static InvocationHandler statement(Connection connection, @Nullable Object real) {
    return (self, method, arguments) -> {
      if (method.getName().startsWith("execute")) {
        mayStandStill();
        if (strikes(Fault.STATEMENT)) {
          throw broken(connection);
        }
      }
      return invoke(real, method, arguments);
    };
  }

  private static SQLException broken(Connection connection) throws SQLException {
    connection.abort(Runnable::run);
    return new SQLException("the connection was broken by the test", "08006");
  }

  private static @Nullable Object invoke(
      @Nullable Object target, java.lang.reflect.Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            FaultyDriver.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(PREFIX);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }
}
