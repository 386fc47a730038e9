package io.holdfast.cli;

import io.holdfast.cli.admin.AdminClient;
import io.holdfast.cli.screen.Screen;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks a gateway and shows what it answers. */
abstract class AskingCommand implements Callable<Integer> {

  private final Asking asking;

  @Spec @Nullable CommandSpec spec;

  AskingCommand(Asking asking) {
    this.asking = asking;
  }

  @Override
  public final Integer call() throws IOException {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    return run(new Screen(line.getOut(), line.getErr(), asking.surroundings().viewer()));
  }

  /** Does it, and gives the exit code. */
  abstract int run(Screen screen) throws IOException;

  final Asking asking() {
    return asking;
  }

  final AdminClient client() {
    return asking.client();
  }

  final boolean json() {
    return asking.json;
  }
}
