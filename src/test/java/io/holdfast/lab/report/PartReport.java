package io.holdfast.lab.report;

import java.util.List;
import java.util.Map;

/**
 * What one part of the lab has found; {@code target/lab/<part>.json} holds it as JSON.
 *
 * @param part points, processes, nodes, power, disk, mutations, model
 * @param seed with which it can be run again
 * @param seconds how long it took
 * @param counts by what was counted: crashes, kills, runs, messages, lost, doubled, …
 * @param cells the matrix of points, or what else was tried: a disk's ailment; a mutation, which is
 *     red where nobody noticed
 * @param resumeMillis for each kill, how long until a turn that it cut went on
 * @param red each promise that was broken, in one line, with how to see it again
 */
public record PartReport(
    String part,
    long seed,
    long seconds,
    Map<String, Long> counts,
    List<Cell> cells,
    List<Long> resumeMillis,
    List<String> red) {}
