package io.holdfast.cli.admin;

import java.net.URI;
import java.util.List;

/** A gateway did not do what was asked. The message is one line for people. */
public abstract sealed class AdminException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private AdminException(String message) {
    super(message, null, false, false);
  }

  /** There is no answer. */
  public static final class Unreachable extends AdminException {
    private static final long serialVersionUID = 1L;

    Unreachable(URI url, String cause) {
      super("is the gateway running? nothing answers at " + url + " (" + cause + ")");
    }
  }

  /** The answer is no. */
  public static final class Refused extends AdminException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<String> faults;

    Refused(int status, String message, List<String> faults) {
      super(message);
      this.status = status;
      this.faults = List.copyOf(faults);
    }

    /** What is wrong with a configuration, a line each; empty when it was about something else. */
    public List<String> faults() {
      return faults;
    }

    /** The status of the response. */
    public int status() {
      return status;
    }
  }
}
