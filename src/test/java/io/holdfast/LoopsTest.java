package io.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is tried again after a pause is not tried within the try before it, a level for each. */
class LoopsTest {

  /** Methods that may, and what bounds the levels of each. */
  private static final Map<String, String> BOUNDED =
      Map.of(
          "io.holdfast.connector.telegram.Poll.take",
          "a level for each update of an answer, which has a hundred at most",
          "io.holdfast.connector.Downloads$Errand.next",
          "a level for each file of a message, of which a platform takes ten or so");

  private static final Set<String> TIMERS = Set.of("timer", "setTimer");

  private static final ArchRule RULE =
      ArchRuleDefinition.methods()
          .that()
          .haveRawReturnType(DescribedPredicate.describe("a Future", LoopsTest::isFuture))
          .should(notNestTries())
          .because(
              "one future in another, a level for each try, overflows the stack after some"
                  + " thousands, and what waits for the outermost is never told:"
                  + " io.holdfast.retry.Until begins each try anew");

  private static JavaClasses ours;

  @BeforeAll
  static void read() {
    ours =
        new ClassFileImporter()
            .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());
  }

  @Test
  @DisplayName("What is tried again after a pause is no loop of nested futures")
  void noneIsNested() {
    RULE.check(ours);
  }

  @Test
  @DisplayName("Each loop of nested futures that is let pass is still there")
  void boundedAreThere() {
    assertThat(ours.stream().flatMap(type -> type.getMethods().stream()))
        .filteredOn(LoopsTest::isNested)
        .extracting(LoopsTest::name)
        .containsAll(BOUNDED.keySet());
  }

  @Test
  @DisplayName("A loop of nested futures is found, also where it goes by way of others")
  void nestedIsFound() {
    JavaClasses planted = new ClassFileImporter().importClasses(Nested.class);
    assertThatThrownBy(() -> RULE.check(planted))
        .hasMessageContaining("Nested.composed")
        .hasMessageContaining("Nested.byPromise")
        .hasMessageContaining("Nested.referred")
        .hasMessageContaining("Nested.later")
        .hasMessageNotContaining("Nested.once")
        .hasMessageContaining("4 times");
  }

  private static boolean isFuture(JavaClass type) {
    return type.isAssignableTo(Future.class);
  }

  private static ArchCondition<JavaMethod> notNestTries() {
    return new ArchCondition<>("not come back to themselves after a timer, future within future") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean allowed = !isNested(method) || BOUNDED.containsKey(name(method));
        events.add(new SimpleConditionEvent(method, allowed, name(method) + " does"));
      }
    };
  }

  private static String name(JavaMethod method) {
    return method.getOwner().getName() + "." + method.getName();
  }

  private static boolean isNested(JavaMethod method) {
    Set<JavaMethod> within = within(method);
    return isFuture(method.getRawReturnType())
        && within.contains(method)
        && within.stream().anyMatch(LoopsTest::waits);
  }

  /** The methods of its class that give a Future and that it comes to by none that do not. */
  private static Set<JavaMethod> within(JavaMethod method) {
    Set<JavaMethod> found = new LinkedHashSet<>();
    Deque<JavaMethod> left = new ArrayDeque<>(called(method));
    while (!left.isEmpty()) {
      JavaMethod next = left.remove();
      if (found.add(next)) {
        left.addAll(called(next));
      }
    }
    return found;
  }

  /** Also what it calls in a lambda. */
  private static Set<JavaMethod> called(JavaMethod method) {
    return Stream.<JavaCodeUnitAccess<? extends CodeUnitAccessTarget>>concat(
            method.getMethodCallsFromSelf().stream(), method.getMethodReferencesFromSelf().stream())
        .flatMap(access -> access.getTarget().resolveMember().stream())
        .filter(JavaMethod.class::isInstance)
        .map(JavaMethod.class::cast)
        .filter(target -> isFuture(target.getRawReturnType()))
        .filter(target -> target.getOwner().equals(method.getOwner()))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static boolean waits(JavaMethod method) {
    return method.getMethodCallsFromSelf().stream()
        .anyMatch(
            call ->
                call.getTargetOwner().isAssignableTo(Vertx.class)
                    && TIMERS.contains(call.getName()));
  }

  /** What must not be written. */
  private static final class Nested {

    private final Vertx vertx = Vertx.vertx();

    Future<Void> composed() {
      return once().recover(cause -> pause().compose(over -> composed()));
    }

    Future<Void> byPromise() {
      Promise<Void> done = Promise.promise();
      vertx.setTimer(9, over -> byPromise().onComplete(done));
      return done.future();
    }

    Future<Void> referred() {
      return once().recover(this::later);
    }

    private Future<Void> later(Throwable cause) {
      return pause().compose(over -> referred());
    }

    private Future<Void> pause() {
      return vertx.timer(9, TimeUnit.MILLISECONDS).mapEmpty();
    }

    private Future<Void> once() {
      return pause().compose(over -> Future.failedFuture("no"));
    }
  }
}
