package io.holdfast.lab.disk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A small disk in memory, at one directory of a mount namespace of its own: nobody else sees it,
 * and it is gone with the process that holds it, which ends with its input.
 */
final class OwnDisk implements AutoCloseable {

  private static final int BLOCK = 4_096;

  private final Process holder;
  private final Path directory;

  private OwnDisk(Process holder, Path directory) {
    this.holder = holder;
    this.directory = directory;
  }

  /** Whether this user may have one. */
  static boolean works() {
    try {
      Process process = new ProcessBuilder("unshare", "-m", "true").start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static OwnDisk at(Path directory, int megabytes) throws IOException {
    Files.createDirectories(directory);
    String script = "mount -t tmpfs -o size=" + megabytes + "m none \"$0\" && echo there && cat";
    Process holder =
        new ProcessBuilder("unshare", "-m", "sh", "-c", script, directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader said = holder.inputReader();
    if (!"there".equals(said.readLine())) {
      throw new IOException("cannot mount a disk of its own");
    }
    return new OwnDisk(holder, directory);
  }

  /** What to put in front of a command that is to see it. */
  List<String> prefix() {
    return List.of("nsenter", "-m", "-t", Long.toString(holder.pid()));
  }

  /** A file on it, as everybody sees it. */
  Path outside(String name) {
    return Path.of("/proc/" + holder.pid() + "/root" + directory, name);
  }

  /** Leaves no room. */
  void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(outside("filler"))) {
      byte[] block = new byte[BLOCK];
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      if (!String.valueOf(full.getMessage()).contains("space")) {
        throw full;
      }
    }
  }

  void makeRoom() throws IOException {
    Files.delete(outside("filler"));
  }

  @Override
  public void close() {
    holder.destroyForcibly();
  }
}
