package io.holdfast.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The course of a link")
class CourseTest {

  /** From one second to thirty; ten failures open the circuit, which is probed once a minute. */
  private static final Pace PACE = Pace.USUAL;

  private static final Duration LONG = PACE.settled();

  private static Course failed(int times) {
    Course course = Course.NEW;
    for (int i = 0; i < times; i++) {
      course = course.ended(End.BROKEN, false, false, Duration.ZERO, PACE);
    }
    return course;
  }

  @ParameterizedTest(name = "after {0} failures it waits from {1} to {2} ms")
  @CsvSource({
    "1, 500, 1000",
    "2, 1000, 2000",
    "3, 2000, 4000",
    "5, 8000, 16000",
    "6, 15000, 30000",
    "9, 15000, 30000",
    "10, 30000, 60000",
    "1000, 30000, 60000"
  })
  @DisplayName("backs off, by chance, up to a limit; then the circuit is open and it only probes")
  void backsOff(int failures, long least, long most) {
    assertThat(failed(failures).pause(PACE, 1).toMillis()).isEqualTo(least);
    assertThat(failed(failures).pause(PACE, 0).toMillis()).isEqualTo(most);
  }

  @Test
  @DisplayName("S49: an open circuit goes on probing, and is closed by a probe that settles")
  void probes() {
    Course open = failed(PACE.trip());
    assertThat(open.open(PACE)).isTrue();
    Course probed = open.up();
    assertThat(probed.ended(End.BROKEN, false, true, Duration.ofSeconds(1), PACE).open(PACE))
        .isTrue();
    Course settled = probed.ended(End.BROKEN, false, true, LONG, PACE);
    assertThat(settled.open(PACE)).isFalse();
    assertThat(settled.pause(PACE, 0)).isEqualTo(PACE.first());
  }

  @Test
  @DisplayName("S49: what is hopeless is not given up: it is probed, and works again by itself")
  void hopeless() {
    Course hopeless = Course.NEW.ended(End.HOPELESS, false, false, Duration.ZERO, PACE);
    assertThat(hopeless.pause(PACE, 0)).isEqualTo(PACE.probe());
    assertThat(hopeless.up().open(PACE)).isFalse();
  }

  @Test
  @DisplayName(
      "S48: after three resumes that did not come up it begins afresh, and may resume then")
  void freshAfterResumes() {
    Course course = Course.NEW;
    for (int i = 0; i < PACE.resumes(); i++) {
      assertThat(course.resumes(PACE)).isTrue();
      course = course.ended(End.BROKEN, true, false, Duration.ZERO, PACE);
    }
    assertThat(course.resumes(PACE)).isFalse();
    assertThat(course.ended(End.BROKEN, false, false, Duration.ZERO, PACE).resumes(PACE)).isTrue();
  }

  @Test
  @DisplayName("does not count resumes that came up, however soon they ended")
  void countsInARow() {
    Course course = Course.NEW;
    for (boolean up : List.of(false, false, true, false, false)) {
      course = course.ended(End.BROKEN, true, up, Duration.ZERO, PACE);
    }
    assertThat(course.resumes(PACE)).isTrue();
  }

  @Test
  @DisplayName("S48: a network that is gone costs no session: who was not reached refused nothing")
  void outage() {
    Course course = Course.NEW;
    for (int i = 0; i < PACE.trip(); i++) {
      course = course.unreached(true);
    }
    assertThat(course.resumes(PACE)).isTrue();
    assertThat(course.open(PACE)).isTrue();
  }

  @Test
  @DisplayName("S48: counts on past tries that did not reach anybody")
  void countsPastAnOutage() {
    Course course = Course.NEW;
    for (int i = 0; i < PACE.resumes(); i++) {
      assertThat(course.resumes(PACE)).isTrue();
      course = course.unreached(true).ended(End.BROKEN, true, false, Duration.ZERO, PACE);
    }
    assertThat(course.unreached(false).resumes(PACE)).isFalse();
  }

  @Test
  @DisplayName("S48: where only the way to resume is dead it begins afresh in the end")
  void deadWay() {
    Course course = Course.NEW;
    int tries = 0;
    while (course.resumes(PACE)) {
      course = course.unreached(true);
      tries++;
    }
    assertThat(tries).isBetween(PACE.trip(), 10 * PACE.resumes());
    assertThat(course.unreached(false).resumes(PACE)).isFalse();
    assertThat(course.up().resumes(PACE)).isTrue();
  }
}
