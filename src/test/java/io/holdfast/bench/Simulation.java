package io.holdfast.bench;

import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * A day of many sessions on shards, each one database with some nodes. Messages come at random, by
 * a rate that swells and ebbs over the day. Each passes its shard's database, which does one after
 * the other, and then waits for a free place at one of the shard's nodes, which it keeps for as
 * long as its turn takes. The same seed gives the same figures.
 */
final class Simulation {

  /**
   * What is assumed of the world.
   *
   * @param sessions how many there are
   * @param daily messages of a session a day
   * @param swell how far the rate rises above its mean, and falls below it; 0.8 is up to 1.8 times
   * @param shortest of the turns, in seconds; their lengths have a Pareto distribution
   * @param tail the exponent of that distribution; the lower, the longer are the longest
   * @param longest a turn is ended then, in seconds
   */
  record World(
      int sessions, double daily, double swell, double shortest, double tail, double longest) {

    double perSecond() {
      return sessions * daily / DAY;
    }

    private double turn(SplittableRandom random) {
      return Math.min(longest, shortest * Math.pow(1 - random.nextDouble(), -1 / tail));
    }

    private double rate(double at, int shards) {
      return perSecond() / shards * (1 + swell * Math.sin(2 * Math.PI * at / DAY));
    }
  }

  /**
   * What one shard is.
   *
   * @param service seconds of the database that a turn takes, all its commits together
   * @param places turns that its nodes run at once
   */
  record Shard(double service, int places) {}

  /**
   * What came of it. Waits are in seconds; where more comes than can be done, they are those of a
   * day that began with nothing to do.
   *
   * @param busiest the share of its time that the database is busy, in the busiest hour
   * @param database how long messages waited for the database
   * @param place how long they waited for a place after that
   * @param working how many places are taken at once, at most
   */
  record Outcome(double busiest, Spread database, Spread place, int working) {}

  private static final double DAY = 86_400;
  private static final int HOURS = 24;

  private final World world;
  private final long seed;

  Simulation(World world, long seed) {
    this.world = world;
    this.seed = seed;
  }

  /** One of {@code shards}; the hash gives each the same share, so that one stands for all. */
  Outcome run(int shards, Shard shard) {
    SplittableRandom random = new SplittableRandom(seed);
    Spread database = new Spread();
    Spread place = new Spread();
    double[] busy = new double[HOURS];
    PriorityQueue<Double> ends = new PriorityQueue<>();
    double peak = world.perSecond() / shards * (1 + world.swell());
    double free = 0;
    int working = 0;
    for (double at = gap(random, peak); at < DAY; at += gap(random, peak)) {
      if (random.nextDouble() * peak > world.rate(at, shards)) {
        continue;
      }
      double served = Math.max(at, free);
      database.add(served - at);
      free = served + shard.service();
      busy[(int) (at / DAY * HOURS)] += shard.service();
      double begun = free;
      while (!ends.isEmpty() && ends.peek() <= free) {
        ends.remove();
      }
      if (ends.size() >= shard.places()) {
        begun = ends.remove();
      }
      place.add(begun - free);
      ends.add(begun + world.turn(random));
      working = Math.max(working, ends.size());
    }
    double busiest = 0;
    for (double seconds : busy) {
      busiest = Math.max(busiest, seconds * HOURS / DAY);
    }
    return new Outcome(busiest, database, place, working);
  }

  private static double gap(SplittableRandom random, double perSecond) {
    return -Math.log(1 - random.nextDouble()) / perSecond;
  }
}
