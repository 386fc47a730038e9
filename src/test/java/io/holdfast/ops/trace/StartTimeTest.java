package io.holdfast.ops.trace;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A start without tracing")
class StartTimeTest {

  @Test
  @DisplayName("loads nothing of OpenTelemetry: only the collector and its spans know it")
  void nothingIsLoaded() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Collector.class, OtlpSpan.class)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.opentelemetry..")
        .check(
            new ClassFileImporter()
                .importUrl(Tracing.class.getProtectionDomain().getCodeSource().getLocation()));
  }
}
