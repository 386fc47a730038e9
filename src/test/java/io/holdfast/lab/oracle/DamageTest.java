package io.holdfast.lab.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.Event.Effect;
import io.holdfast.lab.history.Event.Shown;
import io.holdfast.lab.history.Task.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Of random runs the oracle")
class DamageTest {

  private static final int RUNS = 300;

  /** One way to spoil a run; gives whether there was something to spoil. */
  enum Damage {
    DROP_A_REPLY {
      @Override
      boolean spoil(List<Event> run, Random random) {
        int at = any(run, random, event -> event instanceof Shown s && Run.isReply(s));
        return at >= 0 && run.remove(at) != null;
      }
    },
    DOUBLE_A_REPLY {
      @Override
      boolean spoil(List<Event> run, Random random) {
        int at = any(run, random, event -> event instanceof Shown s && Run.isReply(s));
        if (at < 0) {
          return false;
        }
        Shown reply = (Shown) run.get(at);
        run.add(
            new Shown(
                reply.chat(),
                reply.delivery() + "-again",
                reply.kind(),
                "",
                reply.turn(),
                reply.inReplyTo(),
                reply.part(),
                reply.parts(),
                reply.text()));
        return true;
      }
    },
    DOUBLE_AN_EFFECT {
      @Override
      boolean spoil(List<Event> run, Random random) {
        int at = any(run, random, Effect.class::isInstance);
        return at >= 0 && run.add(run.get(at));
      }
    },
    RUN_A_STEP_AGAIN_IN_A_NEW_ATTEMPT {
      @Override
      boolean spoil(List<Event> run, Random random) {
        int at = any(run, random, Effect.class::isInstance);
        if (at < 0) {
          return false;
        }
        Effect effect = (Effect) run.get(at);
        return run.add(
            new Effect(effect.chat(), effect.turn(), effect.step(), effect.attempt() + 9));
      }
    },
    DROP_AN_EFFECT_THAT_COUNTS {
      @Override
      boolean spoil(List<Event> run, Random random) {
        int at = any(run, random, event -> event instanceof Effect e && isLast(run, e));
        return at >= 0 && run.remove(at) != null;
      }
    },
    SWAP_TWO_REPLIES {
      @Override
      boolean spoil(List<Event> run, Random random) {
        return swap(run, random, event -> event instanceof Shown s && Run.isReply(s));
      }
    },
    SWAP_TWO_EFFECTS {
      @Override
      boolean spoil(List<Event> run, Random random) {
        return swap(run, random, Effect.class::isInstance);
      }
    },
    ACCEPT_AS_NEW_AGAIN {
      @Override
      boolean spoil(List<Event> run, Random random) {
        int at = any(run, random, event -> event instanceof Event.Accepted a && !a.duplicate());
        return at >= 0 && run.add(run.get(at));
      }
    };

    abstract boolean spoil(List<Event> run, Random random);

    static boolean isLast(List<Event> run, Effect effect) {
      return run.stream()
          .noneMatch(
              event ->
                  event instanceof Effect other
                      && other.turn().equals(effect.turn())
                      && other.step().equals(effect.step())
                      && other.attempt() > effect.attempt());
    }

    static int any(List<Event> run, Random random, java.util.function.Predicate<Event> candidate) {
      List<Integer> places =
          IntStream.range(0, run.size()).filter(i -> candidate.test(run.get(i))).boxed().toList();
      return places.isEmpty() ? -1 : places.get(random.nextInt(places.size()));
    }

    static boolean swap(
        List<Event> run, Random random, java.util.function.Predicate<Event> candidate) {
      int one = any(run, random, candidate);
      int other = any(run, random, candidate);
      if (one < 0 || run.get(one).equals(run.get(other))) {
        return false;
      }
      run.set(one, run.set(other, run.get(one)));
      return true;
    }
  }

  /** A run in which nothing is wrong: tasks one after the other, with crashes in between. */
  private static List<Event> good(Random random) {
    Story story = new Story();
    int life = 1;
    int tasks = 1 + random.nextInt(6);
    for (int i = 1; i <= tasks; i++) {
      String id = "m" + i;
      int steps = random.nextInt(4);
      story.task(id, Kind.PLAIN, steps);
      int[] attempts = new int[steps];
      int attempt = 1;
      for (int step = 1; step <= steps; step++) {
        while (random.nextInt(4) == 0) {
          if (random.nextBoolean()) {
            story.effect(id, step, attempt);
          }
          story.killed(life++).accepted(id, true);
          attempt++;
        }
        story.effect(id, step, attempt);
        attempts[step - 1] = attempt;
      }
      story.reply(id, attempts);
    }
    return story.events();
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("says nothing before, and something after")
  @EnumSource(Damage.class)
  void damage(Damage damage) {
    List<Long> spoilt =
        LongStream.range(0, RUNS)
            .filter(
                seed -> {
                  Random random = new Random(seed);
                  List<Event> run = new ArrayList<>(good(random));
                  assertThat(Story.judge(run)).as("seed %d", seed).isEmpty();
                  boolean done = damage.spoil(run, random);
                  assertThat(!done || !Story.judge(run).isEmpty()).as("seed %d", seed).isTrue();
                  return done;
                })
            .boxed()
            .toList();
    assertThat(spoilt).hasSizeGreaterThan(RUNS / 4);
  }
}
