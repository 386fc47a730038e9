package io.holdfast.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.store.sql.SqlStore;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A gateway runs for months, so no statement may walk what only grows. */
class PlansTest {

  /** A table read from one end to the other, by its rows or by an index of all of them. */
  private static final String WALK =
      "SCAN (turn|t|message|m|delivery|d|session|s|step|p|timeline)"
          + "( USING (COVERING )?INDEX (delivery_past|message_past|sqlite_autoindex\\w*))?";

  @TestFactory
  @DisplayName("no statement walks a table that only grows:")
  Stream<DynamicTest> walksNothingThatGrows(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("plans.db");
    try (SqliteDb db = SqliteDb.writer(file)) {
      Schema.migrate(db);
    }
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> classes = Files.list(classes())) {
      for (Path path : classes.filter(PlansTest::isClass).sorted().toList()) {
        String name = path.getFileName().toString().replace(".class", "");
        Class<?> type = Class.forName(SqlStore.class.getPackageName() + "." + name);
        for (Field field : type.getDeclaredFields()) {
          if (isStatement(field)) {
            tests.add(
                DynamicTest.dynamicTest(
                    name + "." + field.getName(),
                    () ->
                        assertThat(plan(file, (String) field.get(null)))
                            .noneMatch(line -> line.matches(WALK))));
          }
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(50);
    return tests.stream();
  }

  private static boolean isClass(Path file) {
    return file.toString().endsWith(".class");
  }

  private static Path classes() throws Exception {
    URI location = SqlStore.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    return Path.of(location).resolve(SqlStore.class.getPackageName().replace('.', '/'));
  }

  /** Constants that are whole statements; templates still have their placeholders. */
  private static boolean isStatement(Field field) throws IllegalAccessException {
    if (field.getType() != String.class || !Modifier.isStatic(field.getModifiers())) {
      return false;
    }
    field.setAccessible(true);
    String text = (String) field.get(null);
    return text != null
        && text.matches("(?s)\\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\\b.*")
        && !text.contains("%s");
  }

  private static List<String> plan(Path file, String sql) throws SQLException {
    List<String> plan = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.prepareStatement("EXPLAIN QUERY PLAN " + sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        plan.add(rows.getString(4));
      }
    }
    return plan;
  }
}
