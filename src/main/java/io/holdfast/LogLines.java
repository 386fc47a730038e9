package io.holdfast;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One line an event: time, level, logger, message, key=value. Control characters are escaped, so
 * that a chat's name cannot write a line of its own.
 *
 * <p>For the journal each line, those of a trace too, begins with its priority instead
 * (sd-daemon(3)): the journal has the time and the level of a line itself.
 */
final class LogLines extends EncoderBase<ILoggingEvent> {

  private static final byte[] NOTHING = new byte[0];

  /** Three digits of a second even where they are 0, unlike Instant's own form. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private static final String ROOM = "io.holdfast.";

  private final boolean journal;

  /**
   * @param journal whether systemd's journal reads them
   */
  LogLines(boolean journal) {
    this.journal = journal;
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    String prefix = prefix(event);
    line.append(prefix);
    line.append(room(event.getLoggerName())).append(' ');
    escape(line, event.getFormattedMessage());
    pairs(line, event);
    line.append('\n');
    trace(line, journal ? prefix : "", event.getThrowableProxy());
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String prefix(ILoggingEvent event) {
    if (journal) {
      return priority(event.getLevel());
    }
    String level = event.getLevel().toString();
    return TIME.format(Instant.ofEpochMilli(event.getTimeStamp()))
        + " "
        + level
        + " ".repeat(6 - level.length());
  }

  /** As syslog counts: error, warning, informational, debug. */
  private static String priority(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> "<3>";
      case Level.WARN_INT -> "<4>";
      case Level.INFO_INT -> "<6>";
      default -> "<7>";
    };
  }

  private static String room(String logger) {
    return logger.startsWith(ROOM) ? logger.substring(ROOM.length()) : logger;
  }

  private static void pairs(StringBuilder line, ILoggingEvent event) {
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        escape(line.append(' '), pair.key);
        escape(line.append('='), String.valueOf(pair.value));
      }
    }
  }

  private static void trace(
      StringBuilder line, String prefix, @Nullable IThrowableProxy throwable) {
    if (throwable != null) {
      ThrowableProxyUtil.asString(throwable)
          .lines()
          .forEach(text -> line.append(prefix).append(text).append('\n'));
    }
  }

  private static void escape(StringBuilder line, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> {
          if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
            line.append(String.format("\\u%04x", (int) c));
          } else {
            line.append(c);
          }
        }
      }
    }
  }
}
