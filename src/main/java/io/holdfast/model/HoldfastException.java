package io.holdfast.model;

/**
 * What can go wrong, each with a code that also stands in the protocol and the log.
 *
 * <p>They carry no stack trace of their own where they are answers rather than faults.
 */
public abstract sealed class HoldfastException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;

  private HoldfastException(String code, String message, boolean trace) {
    super(message, null, false, trace);
    this.code = code;
  }

  /** A short word for programs. */
  public final String code() {
    return code;
  }

  /** A superseded attempt tried to write; nothing was changed. */
  public static final class Fenced extends HoldfastException {
    private static final long serialVersionUID = 1L;

    public Fenced(AttemptId attempt) {
      super(
          "fenced",
          "attempt " + attempt.number() + " of turn " + attempt.turn() + " is superseded",
          false);
    }
  }

  /** The store cannot commit now; nothing was changed. */
  public static sealed class NotReady extends HoldfastException {
    private static final long serialVersionUID = 1L;

    public NotReady(String message) {
      super("not-ready", message, false);
    }
  }

  /**
   * The store's files were taken away from under it. It cannot commit any more, and what is in them
   * lives only as long as this process has them open.
   */
  public static final class Bereft extends NotReady {
    private static final long serialVersionUID = 1L;

    public Bereft(String message) {
      super(message);
    }
  }

  /** The store's database is not within reach, or is starting: it may be there in a moment. */
  public static final class StoreAway extends NotReady {
    private static final long serialVersionUID = 1L;

    public StoreAway(String message) {
      super(message);
    }
  }

  /** The file is no database that this program may open: a newer one's, or another program's. */
  public static final class StoreUnfit extends HoldfastException {
    private static final long serialVersionUID = 1L;

    public StoreUnfit(String message) {
      super("store-unfit", message, false);
    }
  }

  /** It cannot be done now, for what goes on already. */
  public static final class Conflict extends HoldfastException {
    private static final long serialVersionUID = 1L;

    public Conflict(String message) {
      super("conflict", message, false);
    }
  }

  /** There is nothing of this name in the state that was asked for. */
  public static final class NotFound extends HoldfastException {
    private static final long serialVersionUID = 1L;

    public NotFound(String message) {
      super("not-found", message, false);
    }
  }

  /** Another living process owns the store. */
  public static final class StoreOwned extends HoldfastException {
    private static final long serialVersionUID = 1L;

    public StoreOwned(String message) {
      super("store-owned", message, false);
    }
  }

  /** The attempt was asked to stop at a step boundary; its turn will be resumed. */
  public static final class Interrupted extends HoldfastException {
    private static final long serialVersionUID = 1L;

    public Interrupted() {
      super("interrupted", "stopped at a step boundary", false);
    }
  }

  /** The attempt's user, or its deadline, asked it to end. */
  public static final class Cancelled extends HoldfastException {
    private static final long serialVersionUID = 1L;

    public Cancelled(String message) {
      super("cancelled", message, false);
    }
  }

  /** The turn waits for its user; the attempt ends here and another one goes on with the answer. */
  public static final class Asking extends HoldfastException {
    private static final long serialVersionUID = 1L;

    public Asking() {
      super("asking", "waits for an answer", false);
    }
  }
}
