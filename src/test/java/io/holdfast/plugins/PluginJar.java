package io.holdfast.plugins;

import io.holdfast.gateway.Plugin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Packs classes of the tests as somebody else packs a plugin. */
final class PluginJar {

  private static final String SERVICE = "META-INF/services/" + Plugin.class.getName();

  private PluginJar() {}

  /** A jar with a class and all that are nested in it, which names a provider. */
  static Path of(Path jar, Class<?> classes, String provider) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      add(out, SERVICE, (provider + "\n").getBytes(StandardCharsets.UTF_8));
      String folder = classes.getPackageName().replace('.', '/') + "/";
      for (Path file : files(classes)) {
        add(out, folder + file.getFileName(), Files.readAllBytes(file));
      }
    }
    return jar;
  }

  private static List<Path> files(Class<?> type) throws IOException {
    Path root = Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    String name = type.getSimpleName();
    try (Stream<Path> all = Files.list(root.resolve(type.getPackageName().replace('.', '/')))) {
      return all.filter(file -> file.getFileName().toString().matches(name + "(\\$.*)?\\.class"))
          .toList();
    }
  }

  private static void add(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(content);
    out.closeEntry();
  }
}
