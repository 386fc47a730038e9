package io.holdfast.stop;

import io.holdfast.config.Config.Resume;
import io.holdfast.config.Config.ResumeNotice;
import io.holdfast.model.Orphan;
import io.holdfast.model.Reason;
import io.holdfast.model.SessionState;
import io.holdfast.model.Verdict;
import io.holdfast.store.ClaimRequest.Suspects;
import java.time.Duration;
import java.util.Optional;

/**
 * What becomes of an interrupted turn. Pure: the same orphan at the same moment gets the same
 * verdict, however often recovery is itself interrupted.
 *
 * @param limits the operator's {@code resume} block
 */
public record LoopBreaker(Resume limits) {

  /** What takes a process down mostly does so at once. */
  private static final long APART_MILLIS = 2_000;

  /** Judges one turn; every kind of interruption counts, SIGKILL as well as any drain. */
  public Verdict judge(Orphan orphan, long now) {
    if (orphan.cancelled()) {
      return new Verdict.Cancel(Notices.stopped());
    }
    if (orphan.session() == SessionState.SUSPENDED) {
      return new Verdict.Resume();
    }
    if (orphan.interruptions() >= limits.maxInterruptions()) {
      return new Verdict.Quarantine(Notices.quarantined(orphan.interruptions()));
    }
    Duration age = Duration.ofMillis(now - orphan.interruptedAt());
    if (age.compareTo(limits.maxAge()) > 0) {
      return new Verdict.Ask(Notices.tooOld(age.toHours()));
    }
    return new Verdict.Resume();
  }

  /** Those that one more crash would set aside: the guilty, and who ran beside it. */
  public Suspects suspects() {
    return new Suspects(Math.max(1, limits.maxInterruptions() - 1), APART_MILLIS);
  }

  /** What a chat is told when its turn goes on, if anything. */
  public Optional<String> resumeNotice(Reason reason, long awayMillis, int steps) {
    boolean told =
        limits.notice() == ResumeNotice.ALWAYS
            || (limits.notice() == ResumeNotice.QUICK && awayMillis > limits.quick().toMillis());
    return told ? Optional.of(Notices.resumed(reason, steps)) : Optional.empty();
  }
}
