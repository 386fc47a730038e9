package io.holdfast.runner.acp;

import io.holdfast.model.SessionKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * The directory of one chat session. What is read and written through it stays in it: a path that
 * leads out, by its name or by a symbolic link, is refused. Its methods read files and block.
 */
final class Workspace {

  private static final int LONGEST_NAME = 40;
  private static final int HASH_LENGTH = 12;
  private static final int LARGEST = 10 << 20;

  private final Path directory;

  private Workspace(Path directory) {
    this.directory = directory;
  }

  /** The workspace of a session under {@code root}; made if it is not there. */
  static Workspace open(Path root, SessionKey session) throws IOException {
    Path directory = root.resolve(name(session));
    Files.createDirectories(directory);
    return new Workspace(directory.toRealPath());
  }

  /** A name that is readable, and that no other session has. */
  static String name(SessionKey session) {
    String readable = session.text().replaceAll("[^A-Za-z0-9-]+", "_");
    String shortened =
        readable.length() <= LONGEST_NAME ? readable : readable.substring(0, LONGEST_NAME);
    return shortened + "-" + Sha256.of(session.text()).substring(0, HASH_LENGTH);
  }

  Path directory() {
    return directory;
  }

  /** Whether a path stands for something in it, or that could be made in it. */
  boolean holds(String path) {
    try {
      inside(path);
      return true;
    } catch (IOException | RpcError e) {
      return false;
    }
  }

  /**
   * Where a path leads once every link that exists is followed.
   *
   * @throws RpcError if that is not in the workspace
   */
  Path inside(String path) throws IOException {
    try {
      Path whole = directory.resolve(path).normalize();
      Path existing = existing(whole);
      Path real = existing.toRealPath().resolve(existing.relativize(whole)).normalize();
      if (real.startsWith(directory)) {
        return real;
      }
    } catch (InvalidPathException e) {
      throw new RpcError(RpcError.INVALID_PARAMS, "This is no path.");
    } catch (NoSuchFileException e) {
      throw new RpcError(RpcError.INVALID_PARAMS, "The path leads over a link to nowhere.");
    }
    throw new RpcError(RpcError.INVALID_PARAMS, "The path leads out of the workspace.");
  }

  /** The nearest ancestor of a path that there is. */
  private static Path existing(Path whole) {
    Path existing = whole;
    for (Path up = whole.getParent();
        up != null && !Files.exists(existing, LinkOption.NOFOLLOW_LINKS);
        up = up.getParent()) {
      existing = up;
    }
    return existing;
  }

  /**
   * The text of a file.
   *
   * @param line the first line to give, from 1
   * @param limit how many lines to give
   */
  String read(String path, int line, int limit) throws IOException {
    Path file = inside(path);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new RpcError(RpcError.NOT_FOUND, "There is no such file.");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      bytes = in.readNBytes(LARGEST + 1);
    }
    if (bytes.length > LARGEST) {
      throw new RpcError(RpcError.INVALID_PARAMS, "The file is larger than 10 MiB.");
    }
    return lines(new String(bytes, StandardCharsets.UTF_8), line, limit);
  }

  /** The lines of a text, with their ends as they are. */
  static String lines(String text, int line, int limit) {
    int from = 0;
    for (int skipped = 1; skipped < line && from < text.length(); skipped++) {
      from = afterLine(text, from);
    }
    int to = from;
    for (int taken = 0; taken < limit && to < text.length(); taken++) {
      to = afterLine(text, to);
    }
    return text.substring(from, to);
  }

  private static int afterLine(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end + 1;
  }

  /** Writes a file and the directories that it needs. */
  void write(String path, String content) throws IOException {
    Path file = inside(path);
    if (file.equals(directory) || Files.isDirectory(file)) {
      throw new RpcError(RpcError.INVALID_PARAMS, "This is a directory.");
    }
    if (Files.exists(file) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new RpcError(RpcError.INVALID_PARAMS, "This is no file to write to.");
    }
    Files.createDirectories(file.getParent());
    Set<OpenOption> options =
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING,
            LinkOption.NOFOLLOW_LINKS);
    Files.write(file, content.getBytes(StandardCharsets.UTF_8), options.toArray(OpenOption[]::new));
  }
}
