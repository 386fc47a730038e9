package io.holdfast;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.holdfast.retry.Bound;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The rooms")
class ArchitectureTest {

  private static final String OURS = "io.holdfast.";

  /** From the top down; rooms of one floor do not know each other. */
  private static final List<List<String>> FLOORS =
      List.of(
          List.of("cli"),
          List.of("gateway"),
          List.of("ops"),
          List.of("connector", "runner"),
          List.of("http", "link"),
          List.of("turn", "delivery"),
          List.of("stop"),
          List.of("bus"),
          List.of("store"),
          List.of("config", "process"),
          List.of("model", "failpoint", "retry", "handover"));

  private static final String[] IMPLEMENTATIONS = {
    "io.holdfast.connector.*..",
    "io.holdfast.runner.*..",
    "io.holdfast.store.sqlite..",
    "io.holdfast.store.postgres.."
  };

  /** What all backends run. */
  private static final String SHARED = "io.holdfast.store.sql";

  /** What an engine is to be moved from or to another one. */
  private static final String MOVING = "io.holdfast.store.migration";

  private static JavaClasses ours;

  @BeforeAll
  static void read() {
    // Where Main is: the tests' classes lie elsewhere.
    ours =
        new ClassFileImporter()
            .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());
  }

  static Stream<String> rooms() {
    return FLOORS.stream().flatMap(List::stream);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rooms")
  @DisplayName("know only the rooms below:")
  void arrowsPointDown(String room) {
    check(
        classes()
            .that()
            .resideInAPackage(OURS + room + "..")
            .should()
            .onlyDependOnClassesThat(allowedTo(room)));
  }

  @Test
  @DisplayName("are all known to this test")
  void everyRoomIsKnown() {
    String[] known = rooms().map(room -> OURS + room + "..").toArray(String[]::new);
    check(
        noClasses()
            .that()
            .resideInAPackage("io.holdfast.*..")
            .should()
            .resideOutsideOfPackages(known));
  }

  @Test
  @DisplayName(
      "keep one platform's connector from another's, and one agent's runner from another's")
  void implementationsAreApart() {
    for (String floor : Set.of("connector", "runner", "store")) {
      check(
          slices()
              .matching(OURS + floor + ".(*)..")
              .should()
              .notDependOnEachOther()
              .ignoreDependency(alwaysTrue(), resideInAnyPackage(SHARED, MOVING)));
      check(
          noClasses()
              .that()
              .resideInAPackage(OURS + floor)
              .should()
              .dependOnClassesThat()
              .resideInAPackage(OURS + floor + ".*.."));
    }
  }

  @Test
  @DisplayName("keep the store's SQL from all but its backends, and engines from the SQL")
  void sqlIsForBackends() {
    check(
        classes()
            .that()
            .resideInAPackage(SHARED)
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAPackage("io.holdfast.store.*.."));
    check(
        noClasses()
            .that()
            .resideInAPackage(SHARED)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.sqlite..", "io.vertx.sqlclient..", "io.vertx.pgclient.."));
  }

  @Test
  @DisplayName("of implementations show one public class, their factory")
  void implementationsAreHidden() {
    check(classes().that().resideInAnyPackage(IMPLEMENTATIONS).should(BE_ALONE_IN_PUBLIC));
  }

  @Test
  @DisplayName("leave deploying to the gateway")
  void onlyTheGatewayDeploys() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.holdfast.gateway..")
            .should()
            .callMethodWhere(
                DescribedPredicate.describe(
                    "a verticle is deployed or undeployed",
                    call ->
                        call.getTargetOwner().isAssignableTo(Vertx.class)
                            && Set.of("deployVerticle", "undeploy").contains(call.getName()))));
  }

  @Test
  @DisplayName("bound what takes long so that what follows runs where it was begun")
  void bounded() {
    check(
        noClasses()
            .that()
            .doNotBelongToAnyOf(Bound.class)
            .should()
            .callMethod(Future.class, "timeout", long.class, TimeUnit.class)
            .because("a Future of no context times out on a thread that is no event loop"));
  }

  @Test
  @DisplayName("never sleep")
  void nobodySleeps() {
    check(noClasses().should().callMethod(Thread.class, "sleep", long.class));
    check(noClasses().should().callMethod(Thread.class, "sleep", java.time.Duration.class));
  }

  @Test
  @DisplayName("log through SLF4J only")
  void oneLogger() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "io.vertx.core.internal.logging.."));
    check(
        noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err"));
  }

  @Test
  @DisplayName("never mix Java's futures with Vert.x's in one class")
  void oneKindOfFuture() {
    check(classes().should(KNOW_ONE_KIND_OF_FUTURE));
  }

  @Test
  @DisplayName("are all null-marked, and each says what lives in it")
  void nullMarked() {
    check(classes().should(LIVE_IN_A_NULL_MARKED_PACKAGE));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(ours);
  }

  private static DescribedPredicate<JavaClass> allowedTo(String room) {
    List<String> allowed = new ArrayList<>(List.of(OURS + room + ".."));
    boolean below = false;
    for (List<String> floor : FLOORS) {
      if (below) {
        floor.forEach(lower -> allowed.add(OURS + lower + ".."));
      }
      below |= floor.contains(room);
    }
    return resideInAnyPackage(allowed.toArray(String[]::new))
        .or(not(resideInAnyPackage("io.holdfast..")))
        .as("live in " + allowed);
  }

  private static final ArchCondition<JavaClass> LIVE_IN_A_NULL_MARKED_PACKAGE =
      condition(
          "live in a package whose package-info is @NullMarked",
          type -> type.getPackage().isAnnotatedWith(NullMarked.class));

  private static final ArchCondition<JavaClass> BE_ALONE_IN_PUBLIC =
      condition(
          "be the only public class of its package, if public",
          type ->
              !type.isTopLevelClass()
                  || !type.getModifiers().contains(JavaModifier.PUBLIC)
                  || publicClasses(type) == 1);

  private static final ArchCondition<JavaClass> KNOW_ONE_KIND_OF_FUTURE =
      condition(
          "know at most one kind of future",
          type ->
              !knows(type, "io.vertx.core.Future")
                  || !knows(
                      type,
                      "java.util.concurrent.Future",
                      "java.util.concurrent.CompletableFuture"));

  private static boolean knows(JavaClass type, String... names) {
    return type.getDirectDependenciesFromSelf().stream()
        .anyMatch(dependency -> Set.of(names).contains(dependency.getTargetClass().getName()));
  }

  private static long publicClasses(JavaClass neighbour) {
    return neighbour.getPackage().getClasses().stream()
        .filter(JavaClass::isTopLevelClass)
        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
        .count();
  }

  private static ArchCondition<JavaClass> condition(
      String description, Predicate<JavaClass> holds) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String message = type.getName() + " does not " + description;
        events.add(new SimpleConditionEvent(type, holds.test(type), message));
      }
    };
  }
}
