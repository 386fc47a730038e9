package io.holdfast.stop;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.config.Config.Resume;
import io.holdfast.config.Config.ResumeNotice;
import io.holdfast.model.Orphan;
import io.holdfast.model.Reason;
import io.holdfast.model.SessionState;
import io.holdfast.model.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LoopBreakerTest {

  private static final long NOW = Duration.ofDays(100).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();

  @ParameterizedTest
  @EnumSource(Reason.class)
  @DisplayName("S23: every kind of interruption counts, and the third in a row sets the turn aside")
  void quarantine(Reason reason) {
    assertThat(judge(orphan(reason, false, 2, 0))).isInstanceOf(Verdict.Resume.class);
    assertThat(judge(orphan(reason, false, 3, 0))).isInstanceOf(Verdict.Quarantine.class);
  }

  @ParameterizedTest
  @CsvSource({"23, false", "25, true"})
  @DisplayName("what was interrupted longer ago than max-age is for its user to decide")
  void tooOld(long hours, boolean asks) {
    Verdict verdict = judge(orphan(Reason.SHUTDOWN, false, 1, hours));
    assertThat(verdict instanceof Verdict.Ask).isEqualTo(asks);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 2", "10, 9"})
  @DisplayName("S23: those are suspects that one more crash would set aside")
  void suspects(int most, int interruptions) {
    Resume limits =
        new Resume(most, Duration.ofHours(24), ResumeNotice.QUICK, Duration.ofSeconds(30));
    assertThat(new LoopBreaker(limits).suspects().interruptions()).isEqualTo(interruptions);
  }

  @Test
  @DisplayName("a turn that its user had stopped is cancelled, however often it was interrupted")
  void cancelled() {
    assertThat(judge(orphan(Reason.CRASH, true, 9, 99))).isEqualTo(new Verdict.Cancel("Stopped."));
  }

  @Test
  @DisplayName("a quick resume is not mentioned, a slow one is, and the operator may say otherwise")
  void notices() {
    assertThat(breaker(ResumeNotice.QUICK).resumeNotice(Reason.CRASH, 29_000, 6)).isEmpty();
    assertThat(breaker(ResumeNotice.QUICK).resumeNotice(Reason.CRASH, 31_000, 6))
        .contains("Going on at step 7 after an unexpected stop.");
    assertThat(breaker(ResumeNotice.ALWAYS).resumeNotice(Reason.RESTART, 0, 0))
        .contains("Going on with your task after a restart.");
    assertThat(breaker(ResumeNotice.NEVER).resumeNotice(Reason.CRASH, HOUR, 6)).isEmpty();
  }

  private static Verdict judge(Orphan orphan) {
    return breaker(ResumeNotice.QUICK).judge(orphan, NOW);
  }

  private static LoopBreaker breaker(ResumeNotice notice) {
    return new LoopBreaker(new Resume(3, Duration.ofHours(24), notice, Duration.ofSeconds(30)));
  }

  private static Orphan orphan(Reason reason, boolean cancelled, int interruptions, long hours) {
    return new Orphan(
        "t", reason, SessionState.ACTIVE, cancelled, interruptions, NOW - hours * HOUR, 0);
  }
}
