package io.holdfast.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes before a program so that it can be ended well: util-linux's {@code setpriv} makes the
 * kernel kill it when the thread that started it is gone, {@code setsid} makes it lead a session of
 * its own, out of reach of a terminal's Ctrl-C. Both replace themselves by the program, so its pid
 * is the session's id.
 */
public final class Wrapper {

  private static final Logger LOG = LoggerFactory.getLogger(Wrapper.class);
  private static final int PROBE_SECONDS = 5;

  private Wrapper() {}

  /** Found out when first asked for, by running them. */
  private static final class Found {
    static final List<String> WORDS = probe();
  }

  /** The words to put before a command; none where there is no such program. Blocks. */
  public static List<String> words() {
    return Found.WORDS;
  }

  private static List<String> probe() {
    List<String> words = new ArrayList<>();
    words.addAll(working("setpriv", "--pdeathsig", "KILL", "--"));
    words.addAll(working("setsid", "--"));
    LOG.info("programs are started by wrapper={}", words);
    return List.copyOf(words);
  }

  private static List<String> working(String program, String... options) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Programs.find(program, Path.of("").toAbsolutePath(), path)
        .map(file -> join(file.toString(), options))
        .filter(Wrapper::works)
        .orElse(List.of());
  }

  private static List<String> join(String program, String... options) {
    List<String> words = new ArrayList<>(List.of(options));
    words.add(0, program);
    return words;
  }

  private static boolean works(List<String> words) {
    List<String> command = new ArrayList<>(words);
    command.add("true");
    try {
      Process probe =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start();
      probe.getOutputStream().close();
      return probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && probe.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
