package io.holdfast.lab.power;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what strace has written: one line a call, or two when another thread came between its begin
 * and its end.
 */
final class Recording {

  private static final int NEVER = Integer.MAX_VALUE;
  private static final String UNFINISHED = " <unfinished ...>";
  private static final Pattern LINE = Pattern.compile("(\\d+) +(.*)", Pattern.DOTALL);
  private static final Pattern RESUMED =
      Pattern.compile("<\\.\\.\\. \\w+ resumed>(.*)", Pattern.DOTALL);
  private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");
  private static final Pattern CODE =
      Pattern.compile("^(\\w+)\\((.*)\\) += (-?\\d+|\\?)", Pattern.DOTALL);
  private static final Pattern FILE = Pattern.compile("^(\\d+|AT_FDCWD)<([^>]*)>");
  private static final Pattern FRAME = Pattern.compile("\\{\"type\":\"(accepted|reply|notice)\"");

  /** A call that has begun. */
  private record Begun(int line, String text) {}

  private final List<Call> calls = new ArrayList<>();
  private final Map<String, Begun> open = new HashMap<>();
  private int line;

  /** The calls of one run, of all its lives one after the other. */
  static List<Call> read(List<Path> files) throws IOException {
    Recording recording = new Recording();
    for (Path file : files) {
      try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
        reader.lines().forEach(recording::take);
      }
      recording.over();
    }
    return List.copyOf(recording.calls);
  }

  private void take(String text) {
    line++;
    Matcher matcher = LINE.matcher(text);
    if (!matcher.matches()) {
      return;
    }
    String thread = matcher.group(1);
    String call = matcher.group(2);
    Matcher resumed = RESUMED.matcher(call);
    if (call.endsWith(UNFINISHED)) {
      open.put(thread, new Begun(line, call.substring(0, call.length() - UNFINISHED.length())));
    } else if (resumed.matches()) {
      Begun begun = open.remove(thread);
      if (begun != null) {
        add(begun.line(), line, begun.text() + resumed.group(1));
      }
    } else {
      add(line, line, call);
    }
  }

  /** The process has ended; what it had begun may have happened. */
  private void over() {
    open.values().forEach(begun -> add(begun.line(), NEVER, begun.text() + ") = ?"));
    open.clear();
  }

  private void add(int begin, int end, String text) {
    Matcher matcher = CODE.matcher(text);
    if (!matcher.find()) {
      return;
    }
    boolean failed = matcher.group(3).startsWith("-");
    String name = matcher.group(1);
    String arguments = matcher.group(2);
    switch (name) {
      case "fsync", "fdatasync" -> calls.add(new Call.Sync(begin, end, file(arguments), failed));
      default -> {
        if (!failed) {
          succeeded(begin, end, name, arguments, matcher.group(3));
        }
      }
    }
  }

  private void succeeded(int begin, int end, String name, String arguments, String result) {
    switch (name) {
      case "pwrite64" -> written(begin, end, arguments, number(arguments), result);
      case "write", "writev", "sendto", "sendmsg" -> {
        if (file(arguments).startsWith("/")) {
          written(begin, end, arguments, -1, result);
        } else {
          told(begin, end, new String(bytes(arguments), StandardCharsets.UTF_8));
        }
      }
      case "ftruncate" -> calls.add(new Call.Cut(begin, end, file(arguments), number(arguments)));
      case "open", "openat", "creat" -> opened(begin, end, name, arguments);
      case "mkdir", "mkdirat" -> calls.add(new Call.Directory(begin, end, path(arguments, 0)));
      case "unlink", "unlinkat", "rmdir" ->
          calls.add(new Call.Moved(begin, end, path(arguments, 0), ""));
      case "rename", "renameat", "renameat2" ->
          calls.add(new Call.Moved(begin, end, path(arguments, 0), path(arguments, 1)));
      case "link", "linkat" ->
          calls.add(new Call.Linked(begin, end, path(arguments, 0), path(arguments, 1)));
      default -> throw new IllegalStateException("a call that is not understood: " + name);
    }
  }

  private void written(int begin, int end, String arguments, long offset, String result) {
    byte[] bytes = bytes(arguments);
    if (!result.equals("?") && Integer.parseInt(result) != bytes.length) {
      throw new IllegalStateException(
          "line %d: %s bytes were written and %d recorded".formatted(begin, result, bytes.length));
    }
    calls.add(new Call.Write(begin, end, file(arguments), offset, bytes));
  }

  private void opened(int begin, int end, String name, String arguments) {
    boolean creat = name.equals("creat");
    calls.add(
        new Call.Opened(
            begin,
            end,
            path(arguments, 0),
            creat || arguments.contains("O_CREAT"),
            creat || arguments.contains("O_TRUNC")));
  }

  /** What a client reads in it; frames of a server are not masked, and ours are small. */
  private void told(int begin, int end, String text) {
    Matcher matcher = FRAME.matcher(text);
    while (matcher.find()) {
      if (matcher.group(1).equals("accepted")) {
        calls.add(
            new Call.Accepted(
                begin, end, field(text, matcher.end(), "chat"), field(text, matcher.end(), "id")));
      } else {
        calls.add(new Call.Sent(begin, end, field(text, matcher.end(), "delivery")));
      }
    }
  }

  private static String field(String text, int from, String name) {
    String key = ",\"" + name + "\":\"";
    int begin = text.indexOf(key, from) + key.length();
    return new JsonObject("{\"v\":\"" + text.substring(begin, text.indexOf('"', begin)) + "\"}")
        .getString("v");
  }

  /** The file that a call's first argument stands for; empty when it is none. */
  private static String file(String arguments) {
    Matcher matcher = FILE.matcher(arguments);
    return matcher.find() ? text(matcher.group(2)) : "";
  }

  /** The nth path among the arguments, made absolute. */
  private static String path(String arguments, int index) {
    Matcher matcher = TEXT.matcher(arguments);
    for (int i = 0; i <= index; i++) {
      if (!matcher.find()) {
        return "";
      }
    }
    String path = text(matcher.group(1));
    String base = file(arguments);
    return path.startsWith("/") || base.isEmpty() ? path : base + "/" + path;
  }

  /** The last argument. */
  private static long number(String arguments) {
    return Long.parseLong(arguments.substring(arguments.lastIndexOf(' ') + 1));
  }

  private static byte[] bytes(String arguments) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Matcher matcher = TEXT.matcher(arguments);
    while (matcher.find()) {
      all.writeBytes(decoded(matcher.group(1)));
    }
    return all.toByteArray();
  }

  private static String text(String hexadecimal) {
    return new String(decoded(hexadecimal), StandardCharsets.UTF_8);
  }

  private static byte[] decoded(String hexadecimal) {
    byte[] bytes = new byte[hexadecimal.length() / 4];
    for (int i = 0; i < bytes.length; i++) {
      int digit = 4 * i + 2;
      bytes[i] =
          (byte)
              (Character.digit(hexadecimal.charAt(digit), 16) * 16
                  + Character.digit(hexadecimal.charAt(digit + 1), 16));
    }
    return bytes;
  }
}
