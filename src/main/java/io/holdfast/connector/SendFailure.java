package io.holdfast.connector;

/** Why a platform does not have what was to be sent, or may not have it. */
public abstract sealed class SendFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private SendFailure(String message) {
    super(message, null, false, false);
  }

  /**
   * What an answer of an HTTP API means that is no success: 401, that the credential is not valid,
   * and the message none the worse; 429, that it is to wait; from 500 on, that nobody knows; all
   * else, that it will never be taken.
   *
   * @param millis how long a 429 says to wait; that holds for the whole account
   */
  public static SendFailure ofHttp(int status, long millis, String why) {
    String said = status + " " + why;
    if (status == 429) {
      return new Wait(millis, true, said);
    }
    if (status == 401) {
      return new NotSent(said);
    }
    return status >= 500 ? new Unknown(said) : new Refused(said);
  }

  /**
   * It never left this machine, or was turned away untouched; to be tried again, later each time.
   */
  public static final class NotSent extends SendFailure {
    private static final long serialVersionUID = 1L;

    public NotSent(String why) {
      super(why);
    }
  }

  /** The platform did nothing and says when to ask again. */
  public static final class Wait extends SendFailure {
    private static final long serialVersionUID = 1L;

    private final long millis;
    private final boolean everywhere;

    /**
     * @param millis how long from now; nothing is sent a millisecond earlier
     * @param everywhere whether that holds for the whole account, not for this chat alone
     */
    public Wait(long millis, boolean everywhere, String why) {
      super(why);
      this.millis = millis;
      this.everywhere = everywhere;
    }

    /** How long from when it was said, in milliseconds. */
    public long millis() {
      return millis;
    }

    /** Whether it holds for the whole account. */
    public boolean everywhere() {
      return everywhere;
    }
  }

  /** The platform will never take it; only an operator tries it again. */
  public static sealed class Refused extends SendFailure {
    private static final long serialVersionUID = 1L;

    public Refused(String why) {
      super(why);
    }
  }

  /** The message that was to be changed is not there. */
  public static final class Gone extends Refused {
    private static final long serialVersionUID = 1L;

    public Gone(String why) {
      super(why);
    }
  }

  /** It was written and there is no answer, or none that says what became of it. */
  public static final class Unknown extends SendFailure {
    private static final long serialVersionUID = 1L;

    public Unknown(String why) {
      super(why);
    }
  }
}
