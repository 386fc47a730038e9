package io.holdfast.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The shared SQL, as PostgreSQL wants to hear it,")
class DialectTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a = ? AND b = ? | a = $1 AND b = $2",
        "(?, ?, ?5, ?5) | ($1, $2, $5, $5)",
        "(?2, ?) | ($2, $3)",
        "FROM turn t INDEXED BY turn_begun WHERE x | FROM turn t  WHERE x",
        "UPDATE delivery AS d INDEXED BY delivery_chat_due SET y | UPDATE delivery AS d  SET y",
        "c IN (SELECT value FROM json_each(?)) AND d = ?"
            + " | c IN (SELECT value FROM json_array_elements_text(CAST(CAST($1 AS text) AS json))"
            + " AS each (value)) AND d = $2"
      })
  @DisplayName("numbers its places and orders no index:")
  void says(String shared, String own) {
    assertThat(Dialect.of(shared)).isEqualTo(own);
  }
}
