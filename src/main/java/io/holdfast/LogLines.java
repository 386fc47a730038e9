package io.holdfast;

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
 */
final class LogLines extends EncoderBase<ILoggingEvent> {

  private static final byte[] NOTHING = new byte[0];

  /** Three digits of a second even where they are 0, unlike Instant's own form. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private static final String ROOM = "io.holdfast.";

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
    TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
    line.append(' ');
    String level = event.getLevel().toString();
    line.append(level).append(" ".repeat(6 - level.length()));
    line.append(room(event.getLoggerName())).append(' ');
    escape(line, event.getFormattedMessage());
    pairs(line, event);
    line.append('\n');
    trace(line, event.getThrowableProxy());
    return line.toString().getBytes(StandardCharsets.UTF_8);
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

  private static void trace(StringBuilder line, @Nullable IThrowableProxy throwable) {
    if (throwable != null) {
      line.append(ThrowableProxyUtil.asString(throwable)).append('\n');
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
