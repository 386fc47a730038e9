package io.holdfast.connector.websocket;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the page from the class path. Blocks; call it off the event loop. */
final class PageFiles {

  private static final String INDEX = "index.html";
  private static final String LIBRARIES = "libraries.properties";

  private final ClassLoader loader;
  private final String folder;

  /** The files of {@code folder}, which ends with a slash, as {@code loader} finds them. */
  PageFiles(ClassLoader loader, String folder) {
    this.loader = loader;
    this.folder = folder;
  }

  /** Every file of the page by its path below {@code /page/}; empty in a build without a page. */
  Map<String, byte[]> read() {
    URL index = loader.getResource(folder + INDEX);
    try {
      return index == null ? Map.of() : read(index);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, byte[]> read(URL index) throws IOException, URISyntaxException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : names(index)) {
      files.put(name, bytes(folder + name));
    }
    byte[] libraries = files.remove(LIBRARIES);
    if (libraries != null) {
      addLibraries(new String(libraries, StandardCharsets.UTF_8), files);
    }
    return files;
  }

  private List<String> names(URL index) throws IOException, URISyntaxException {
    if (!(index.openConnection() instanceof JarURLConnection jar)) {
      return names(Path.of(index.toURI()).resolveSibling(""));
    }
    try (FileSystem files = FileSystems.newFileSystem(Path.of(jar.getJarFileURL().toURI()))) {
      return names(files.getPath(folder));
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()).toList();
    }
  }

  private void addLibraries(String text, Map<String, byte[]> files) throws IOException {
    Properties libraries = new Properties();
    libraries.load(new StringReader(text));
    for (String name : libraries.stringPropertyNames()) {
      files.put("lib/" + name, bytes(libraries.getProperty(name)));
    }
  }

  private byte[] bytes(String resource) throws IOException {
    try (InputStream in = loader.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("not on the class path: " + resource);
      }
      return in.readAllBytes();
    }
  }
}
