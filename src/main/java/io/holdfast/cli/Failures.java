package io.holdfast.cli;

import io.holdfast.cli.admin.AdminException;
import io.holdfast.cli.admin.AdminException.Refused;
import io.holdfast.cli.admin.Directions.NoWay;
import java.io.PrintWriter;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what an operator can put right; the rest with where it came from. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

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

  @Override
  public int handleParseException(ParameterException mistake, String[] args) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    err.println("holdfast: " + mistake.getMessage());
    UnmatchedArgumentException.printSuggestions(mistake, err);
    err.println("see " + name + " --help");
    err.flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static int code(Exception failure) {
    return failure instanceof Refused refused && !refused.faults().isEmpty()
        ? ExitCode.BAD_CONFIG
        : ExitCode.OTHER;
  }
}
