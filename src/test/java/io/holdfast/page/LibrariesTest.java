package io.holdfast.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The page's files")
class LibrariesTest {

  @Test
  @DisplayName("name libraries that are on the class path in just that version")
  void librariesResolve() {
    PageFiles files = new PageFiles();
    assertThat(PageFiles.libraries()).containsOnlyKeys("preact.js", "marked.js", "purify.js");
    assertThat(PageFiles.libraries().keySet())
        .allSatisfy(name -> assertThat(files.file("/page/lib/" + name)).isPresent());
  }

  @Test
  @DisplayName("hold no script and no style within the page itself")
  void nothingInline() {
    assertThat(new PageFiles().index("web"))
        .contains("content=\"web\"")
        .doesNotContain("<style", " style=", "javascript:", "{{")
        .doesNotContainPattern("<script(?![^>]*src=)|\\son[a-z]+=");
  }
}
