package io.holdfast.lab.mutation;

import io.holdfast.lab.Effort;
import io.holdfast.lab.Part;
import io.holdfast.lab.report.Cell;
import io.holdfast.lab.report.PartReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Takes the gateway's promises out, one after the other, and has the lab notice each time. */
public final class Mutations implements Part {

  /** From so many crashes on all of them are tried. */
  private static final int ALL = 2_000;

  private static final Set<String> SAMPLE = Set.of("attempt check", "dedupe key", "mark");

  /** A mutant that hangs will do so for ever; what is sound may be slow. In milliseconds. */
  private static final long SHORT = 30_000;

  private static final long LONG = 60_000;
  private static final Path HOME = Path.of("target", "lab", "mutants");

  @Override
  public String name() {
    return "mutations";
  }

  @Override
  public PartReport run(Effort effort, Consumer<String> progress) throws Exception {
    List<Mutation> chosen =
        Catalogue.all().stream()
            .filter(one -> effort.crashes() >= ALL || SAMPLE.contains(one.name()))
            .toList();
    return run(effort.seed(), chosen, progress);
  }

  static PartReport run(long seed, List<Mutation> mutations, Consumer<String> progress)
      throws Exception {
    long began = System.nanoTime();
    List<String> red = new ArrayList<>();
    List<Cell> cells = new ArrayList<>();
    for (Mutation mutation : mutations) {
      long begun = System.nanoTime();
      List<String> found = tried(mutation);
      Optional<String> caught = found.stream().filter(mutation::expects).findFirst();
      if (caught.isEmpty()) {
        red.add("the mutation \"" + mutation.name() + "\" survives; the lab has only " + found);
      }
      undisturbed(mutation)
          .forEach(
              line ->
                  red.add(
                      "the mutation \""
                          + mutation.name()
                          + "\" needs no crash to be red: "
                          + line));
      cells.add(cell(mutation, caught));
      progress.accept(
          "mutation \"%s\": %s in %d s%s"
              .formatted(
                  mutation.name(),
                  caught.isPresent() ? "caught" : "SURVIVES",
                  seconds(begun),
                  caught.map(line -> ": " + line).orElse("")));
    }
    control(mutations).forEach(line -> red.add("with no mutation: " + line));
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("mutations", (long) mutations.size());
    counts.put("survived", cells.stream().filter(cell -> cell.red() > 0).count());
    return new PartReport("mutations", seed, seconds(began), counts, cells, List.of(), red);
  }

  private static long seconds(long since) {
    return (System.nanoTime() - since) / 1_000_000_000;
  }

  private static List<String> tried(Mutation mutation) throws Exception {
    Path directory = fresh(directory(mutation));
    Path classes = Mutant.of(mutation, directory);
    return Trials.run(mutation.trial(), classes, directory.resolve("log"), SHORT);
  }

  /** What a mutant says that has to be green as long as nothing strikes it. */
  private static List<String> undisturbed(Mutation mutation) throws Exception {
    if (!(mutation.trial() instanceof Mutation.Worlds worlds) || !worlds.crashOnly()) {
      return List.of();
    }
    Path directory = HOME.resolve(directory(mutation));
    return Trials.run(
        new Mutation.Worlds(1, worlds.undisturbed(), false),
        directory.resolve("classes"),
        directory.resolve("log-undisturbed"),
        LONG);
  }

  private static String directory(Mutation mutation) {
    return mutation.name().replace(' ', '-');
  }

  /** A red line begins with its invariant, or it is about what power cuts have lost. */
  private static Cell cell(Mutation mutation, Optional<String> caught) {
    String by = caught.map(line -> by(mutation, line)).orElse("nobody");
    return new Cell(
        mutation.name(), by, 1, 1, caught.isPresent() ? 1 : 0, caught.isPresent() ? 0 : 1);
  }

  private static String by(Mutation mutation, String line) {
    if (mutation.trial() instanceof Mutation.Power) {
      return "I8 in the part power";
    }
    return mutation.trial() instanceof Mutation.Nodes
        ? line.replaceFirst("^.*?\\b(I\\d+)\\b.*$", "$1 in the part nodes")
        : line.replaceFirst("^.*?\\b(I\\d+)\\b.*\"(\\w[\\w-]*):.*$", "$1 in the story $2");
  }

  /** What notices a mutation has nothing to say about the gateway as it is. */
  private static List<String> control(List<Mutation> mutations) throws Exception {
    List<String> plans =
        mutations.stream()
            .map(Mutation::trial)
            .flatMap(
                trial ->
                    trial instanceof Mutation.Worlds worlds
                        ? worlds.plans().stream()
                        : Stream.empty())
            .distinct()
            .toList();
    if (plans.isEmpty()) {
      return List.of();
    }
    Path directory = fresh("none");
    Path classes = Files.createDirectories(directory.resolve("classes"));
    return Trials.run(
        new Mutation.Worlds(1, plans, false), classes, directory.resolve("log"), LONG);
  }

  private static Path fresh(String name) throws IOException {
    Path directory = HOME.resolve(name);
    if (Files.exists(directory)) {
      try (Stream<Path> old = Files.walk(directory)) {
        for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    return Files.createDirectories(directory);
  }

  /** The names of those that are to be tried; all where there is none. */
  public static void main(String[] names) throws Exception {
    List<Mutation> chosen =
        Catalogue.all().stream()
            .filter(one -> names.length == 0 || Set.of(names).contains(one.name()))
            .toList();
    PartReport report = run(1, chosen, System.out::println);
    System.out.println(report.counts() + " in " + report.seconds() + " s");
    report.red().forEach(System.out::println);
    System.exit(report.red().isEmpty() ? 0 : 1);
  }
}
