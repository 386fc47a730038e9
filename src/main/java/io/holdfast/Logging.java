package io.holdfast;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logback's set-up, in code: reading it from XML took a third of the whole start. A file named by
 * {@code -Dlogback.configurationFile} is still taken instead.
 *
 * <p>Lines go to stderr, since stdout is for what a command was asked to print, and through a
 * queue, since a terminal or a pipe that is not read would otherwise stop an event loop. When the
 * queue is full, lines are lost rather than time.
 *
 * <p>Where stderr is systemd's journal they have its form; {@code HOLDFAST_LOG_FORMAT}, {@code
 * journal} or {@code text}, knows better.
 *
 * <p>Public only because the service loader wants it so.
 */
public final class Logging extends ContextAwareBase implements Configurator {

  private static final int QUEUE = 8192;
  private static final int FLUSH_MILLIS = 2000;
  private static final Path STDERR = Path.of("/proc/self/fd/2");

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty("logback.configurationFile") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    levels(context, Level.toLevel(System.getenv("HOLDFAST_LOG"), Level.INFO));
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(queue(context, stderr(context)));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Writes what is still queued; nothing is logged after this. Takes at most two seconds. */
  static void flush() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.stop();
    }
  }

  private static void levels(LoggerContext context, Level ours) {
    Level root = ours.isGreaterOrEqual(Level.INFO) ? ours : Level.INFO;
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(root);
    context.getLogger("io.holdfast").setLevel(ours);
    context.getLogger("io.netty").setLevel(Level.WARN);
    // It warns, with a stack, of a client that comes at the very moment at which the port closes.
    context.getLogger("io.netty.bootstrap.ServerBootstrap").setLevel(Level.ERROR);
    // It warns of each doorbell that rings while its verticle is being redeployed.
    context.getLogger("io.vertx.core.eventbus").setLevel(Level.ERROR);
  }

  private static ConsoleAppender<ILoggingEvent> stderr(LoggerContext context) {
    LogLines lines = new LogLines(forJournal(System.getenv(), STDERR));
    lines.setContext(context);
    lines.start();
    ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
    stderr.setContext(context);
    stderr.setTarget("System.err");
    stderr.setEncoder(lines);
    stderr.start();
    return stderr;
  }

  /**
   * Whether the journal reads {@code stderr}: systemd names the socket that it gave
   * (systemd.exec(5), $JOURNAL_STREAM), and a child that inherits the variable may write elsewhere.
   */
  static boolean forJournal(Map<String, String> environment, Path stderr) {
    return switch (environment.getOrDefault("HOLDFAST_LOG_FORMAT", "")) {
      case "journal" -> true;
      case "text" -> false;
      default -> environment.getOrDefault("JOURNAL_STREAM", "").equals(identity(stderr));
    };
  }

  /** Device and inode, or something that systemd does not say. */
  private static String identity(Path file) {
    try {
      Map<String, Object> status = Files.readAttributes(file, "unix:dev,ino");
      return status.get("dev") + ":" + status.get("ino");
    } catch (IOException | UnsupportedOperationException e) {
      return "none";
    }
  }

  private static AsyncAppender queue(LoggerContext context, ConsoleAppender<ILoggingEvent> sink) {
    AsyncAppender queue = new AsyncAppender();
    queue.setContext(context);
    queue.setName("queue");
    queue.setQueueSize(QUEUE);
    queue.setDiscardingThreshold(0);
    queue.setNeverBlock(true);
    queue.setMaxFlushTime(FLUSH_MILLIS);
    queue.addAppender(sink);
    queue.start();
    return queue;
  }
}
