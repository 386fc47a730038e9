package io.holdfast.lab.process;

import io.holdfast.lab.history.Event;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The file to which agents append what they do; read as it grows. For one thread. */
public final class LedgerFile {

  private final Path file;
  private long read;

  /** May not be there yet. */
  public LedgerFile(Path file) {
    this.file = file;
  }

  /** What was appended since the last call. */
  public List<Event.Effect> more() throws IOException {
    if (!Files.exists(file) || Files.size(file) == read) {
      return List.of();
    }
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      byte[] bytes = new byte[(int) (open.length() - read)];
      open.seek(read);
      open.readFully(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      read += whole.getBytes(StandardCharsets.UTF_8).length;
      return whole.lines().map(LedgerFile::effect).toList();
    }
  }

  private static Event.Effect effect(String line) {
    JsonObject json = new JsonObject(line);
    return new Event.Effect(
        json.getString("chat"),
        json.getString("turn"),
        json.getValue("step").toString(),
        json.getInteger("attempt"));
  }
}
