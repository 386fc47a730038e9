package io.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The simulation of the scale plan")
class SimulationTest {

  private static final double PER_SECOND = 10;
  private static final long SEED = 1;

  private static Simulation.World steady(double turn) {
    return new Simulation.World(100_000, PER_SECOND * 86_400 / 100_000, 0, turn, 9, turn);
  }

  /**
   * Pollaczek and Khinchine: an M/D/1 queue waits u·s / 2(1 - u), of service s and utilisation u.
   */
  @ParameterizedTest(name = "{0} of its time")
  @ValueSource(doubles = {0.3, 0.5, 0.8})
  @DisplayName("has messages wait for a busy database as long as theory says")
  void waits(double busy) {
    double service = busy / PER_SECOND;
    Simulation.Outcome outcome =
        new Simulation(steady(0.001), SEED).run(1, new Simulation.Shard(service, 100));

    double theory = busy * service / (2 * (1 - busy));
    assertThat(outcome.database().mean()).isCloseTo(theory, within(theory / 20));
    assertThat(outcome.busiest()).isCloseTo(busy, within(busy / 20));
    assertThat(outcome.database().percentile(0.5)).isLessThan(outcome.database().percentile(0.99));
  }

  @Test
  @DisplayName("has a shard get its share only")
  void shares() {
    Simulation simulation = new Simulation(steady(0.001), SEED);
    Simulation.Shard shard = new Simulation.Shard(0.05, 100);
    assertThat(simulation.run(4, shard).busiest())
        .isCloseTo(simulation.run(1, shard).busiest() / 4, within(0.02));
  }

  /** Little: on average, as many are in as come in the time that one stays. */
  @Test
  @DisplayName("has turns wait for places where there are fewer than turns at once")
  void places() {
    Simulation simulation = new Simulation(steady(5), SEED);
    double inside = PER_SECOND * 5;
    Simulation.Outcome enough = simulation.run(1, new Simulation.Shard(0.0001, 200));
    assertThat((double) enough.working()).isBetween(inside, inside * 2);
    assertThat(enough.place().percentile(0.99)).isZero();
    Simulation.Outcome scarce = simulation.run(1, new Simulation.Shard(0.0001, 40));
    assertThat(scarce.working()).isEqualTo(40);
    assertThat(scarce.place().percentile(0.5)).isGreaterThan(60);
  }

  @Test
  @DisplayName("gives the same for the same seed, and not for another")
  void seeds() {
    Simulation.Shard shard = new Simulation.Shard(0.08, 100);
    double once = new Simulation(steady(1), SEED).run(1, shard).database().mean();
    assertThat(new Simulation(steady(1), SEED).run(1, shard).database().mean()).isEqualTo(once);
    assertThat(new Simulation(steady(1), 2).run(1, shard).database().mean()).isNotEqualTo(once);
  }

  @Test
  @DisplayName("has its places on the page")
  void page() throws IOException {
    String page = Files.readString(ScalePlan.PAGE);
    assertThat(ScalePlan.between(page, "simulation", "TABLE")).contains("TABLE").isNotEqualTo(page);
    assertThat(ScalePlan.between(page, "figures", "FIGURES")).contains("FIGURES");
  }
}
