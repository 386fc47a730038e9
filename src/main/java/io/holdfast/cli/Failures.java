package io.holdfast.cli;

import io.holdfast.cli.admin.AdminException;
import io.holdfast.cli.admin.AdminException.Refused;
import io.holdfast.cli.admin.Directions.NoWay;
import java.io.PrintWriter;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says in one line what an operator can put right; the rest with where it came from. */
final class Failures implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof AdminException
        || failure instanceof NoWay
        || failure instanceof CommandFailure) {
      PrintWriter err = command.getErr();
      err.println("holdfast: " + failure.getMessage());
      if (failure instanceof Refused refused) {
        refused.faults().forEach(err::println);
      }
      err.flush();
      return code(failure);
    }
    LoggerFactory.getLogger(Holdfast.class).error("failed", failure);
    return ExitCode.OTHER;
  }

  private static int code(Exception failure) {
    return failure instanceof Refused refused && !refused.faults().isEmpty()
        ? ExitCode.BAD_CONFIG
        : ExitCode.OTHER;
  }
}
