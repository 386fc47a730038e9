package io.holdfast.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * What was used up to a moment, or between two.
 *
 * @param at seconds
 * @param nodes processor seconds of the gateways
 * @param server processor seconds of the database
 * @param commits how many transactions the nodes' writers committed
 * @param operations how many operations they took
 * @param committing how many seconds their transactions took
 */
record Use(
    double at, double nodes, double server, double commits, double operations, double committing) {

  static Use now(Database database, List<Subject> nodes) throws IOException {
    double cpu = 0;
    double commits = 0;
    double operations = 0;
    double committing = 0;
    for (Subject node : nodes) {
      cpu += node.cpu().toNanos() / 1e9;
      commits += node.metric("holdfast_store_commit_seconds_count");
      committing += node.metric("holdfast_store_commit_seconds_sum");
      operations += node.metric("holdfast_store_batch_sum");
    }
    return new Use(
        System.nanoTime() / 1e9, cpu, database.cpuSeconds(), commits, operations, committing);
  }

  Use since(Use before) {
    return new Use(
        at - before.at,
        nodes - before.nodes,
        server - before.server,
        commits - before.commits,
        operations - before.operations,
        committing - before.committing);
  }

  /** The figures, and what they say of what was scarce. */
  String text(double waiting) {
    double cores = Runtime.getRuntime().availableProcessors();
    return String.format(
        Locale.ROOT,
        "%.2f of %.0f cores for the nodes, %.2f for the database; %.0f operations and %.1f ms to a"
            + " commit, %.0f %% of it behind other nodes; limited by %s",
        nodes / at,
        cores,
        server / at,
        operations / commits,
        committing * 1e3 / commits,
        waiting * 100,
        limit(cores, waiting));
  }

  private String limit(double cores, double waiting) {
    if ((nodes + server) / at > 0.7 * cores) {
      return "the processors, which the clients share";
    }
    if (server / at > 0.8) {
      return "the one process of the database that works for the writer whose turn it is";
    }
    return waiting > 0.5 ? "the order of the writers" : "the way to the database and its disk";
  }
}
