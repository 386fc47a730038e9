package io.holdfast.connector.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Markdown as Telegram's HTML")
class HtmlTest {

  @ParameterizedTest(name = "{0} is {1}")
  @DisplayName("has the elements that there are:")
  @CsvSource(
      quoteCharacter = '$',
      delimiter = '→',
      value = {
        "plain → plain",
        "**b** *i* ~~s~~ `c<d` → <b>b</b> <i>i</i> <s>s</s> <code>c&lt;d</code>",
        "[here](https://a.b/?c=d&e=f) → <a href=\"https://a.b/?c=d&amp;e=f\">here</a>",
        "[there](a/B.java:12) → there (a/B.java:12)",
        "![a cat](http://c/d) → <a href=\"http://c/d\">a cat</a>",
        "# Title → <b>Title</b>",
        "<b>raw</b> & \"so\" → &lt;b&gt;raw&lt;/b&gt; &amp; &quot;so&quot;",
        "--- → ———",
      })
  void elements(String markdown, String html) {
    assertThat(Html.of(markdown)).isEqualTo(html);
  }

  @Test
  @DisplayName("has code as it was written, with its language")
  void code() {
    assertThat(Html.of("```python x\nif a < b:\n    pass\n```"))
        .isEqualTo("<pre><code class=\"language-python\">if a &lt; b:\n    pass</code></pre>");
    assertThat(Html.of("```\na\n```")).isEqualTo("<pre>a</pre>");
    assertThat(Html.of("    a")).isEqualTo("<pre>a</pre>");
  }

  @Test
  @DisplayName("has lists, quotes and tables that read well")
  void blocks() {
    assertThat(Html.of("one\ntwo\n\n- a\n  - b\n- c\n\n3. x\n4. y"))
        .isEqualTo("one\ntwo\n\n• a\n  • b\n• c\n\n3. x\n4. y");
    assertThat(Html.of("> a\n> > b")).isEqualTo("<blockquote>a\n\nb</blockquote>");
    assertThat(Html.of("| a | b |\n|---|---|\n| **c** | d |")).isEqualTo("<pre>a | b\nc | d</pre>");
    assertThat(Html.of("see below\n\n[a]: http://b?c&d"))
        .isEqualTo("see below\n\n[a]: http://b?c&amp;d");
    assertThat(Html.of("| a |\n|---|\n| [c](http://d) |")).isEqualTo("<pre>a\nc (http://d)</pre>");
  }

  @Test
  @DisplayName("is well-formed, whatever the Markdown")
  void wellFormed() {
    Random random = new Random(1);
    String signs = "ab <>&\"'*_`~[]()!#-+1.|\n\n>\\";
    for (int i = 0; i < 5_000; i++) {
      String markdown =
          random
              .ints(random.nextInt(80), 0, signs.length())
              .mapToObj(at -> signs.substring(at, at + 1))
              .collect(Collectors.joining());
      String html = Html.of(markdown);
      JsonObject message = JsonObject.of("text", html, "parse_mode", "HTML");
      assertThat(html.isEmpty() ? Optional.empty() : FakeMarkup.fault(message))
          .as(markdown)
          .isEmpty();
    }
    assertThat(Html.of(">".repeat(4_000) + "a")).contains("a");
    assertThat(Html.of("*".repeat(2_000) + "a" + "*".repeat(2_000))).contains("a");
  }

  @ParameterizedTest
  @DisplayName("is none where nothing of it would be seen")
  @ValueSource(strings = {"```\n```", "#", ">", "&nbsp;", "****", ""})
  void unseen(String markdown) {
    assertThat(Html.of(markdown))
        .satisfiesAnyOf(
            html -> assertThat(html).isEmpty(),
            html ->
                assertThat(FakeMarkup.seen(JsonObject.of("text", html, "parse_mode", "HTML")))
                    .isNotBlank());
  }
}
