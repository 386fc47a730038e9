package io.holdfast.connector.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the page is found on the class path. */
class PageFilesTest {

  private static final String LIBRARIES = "# web jars\nlib.js=META-INF/lib.min.js\n";

  @TempDir Path folder;
  private final Map<String, String> files = new LinkedHashMap<>();

  PageFilesTest() {
    files.put("some/page/index.html", "<p>");
    files.put("some/page/app.js", "go()");
    files.put("some/page/libraries.properties", LIBRARIES);
    files.put("META-INF/lib.min.js", "lib()");
  }

  private static Map<String, byte[]> read(Path classes) throws IOException {
    URL[] path = {classes.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, null)) {
      return new PageFiles(loader, "some/page/").read();
    }
  }

  private Path jar() throws IOException {
    Path jar = folder.resolve("some.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        entries.putNextEntry(new JarEntry(file.getKey()));
        entries.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        entries.closeEntry();
      }
    }
    return jar;
  }

  private Path directory() throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return folder;
  }

  private static void complete(Map<String, byte[]> read) {
    assertThat(read.keySet()).containsExactly("app.js", "index.html", "lib/lib.js");
    assertThat(read.get("lib/lib.js")).asString().isEqualTo("lib()");
  }

  @Test
  @DisplayName("From a jar, as in production, with the libraries that it names")
  void inJar() throws IOException {
    complete(read(jar()));
  }

  @Test
  @DisplayName("From a directory, as in development")
  void inDirectory() throws IOException {
    complete(read(directory()));
  }

  @Test
  @DisplayName("A build without a page has none")
  void none() throws IOException {
    files.clear();
    assertThat(read(directory())).isEmpty();
  }

  @Test
  @DisplayName("A library that is missing is a fault of the build, not a hole in the page")
  void missing() {
    files.remove("META-INF/lib.min.js");
    assertThatThrownBy(() -> read(jar()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("META-INF/lib.min.js");
  }
}
