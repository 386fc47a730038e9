package io.holdfast.store.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Keeps one copy of the engine's native code beside the database. Left to itself the driver unpacks
 * a megabyte into the temporary directory at every start, and every SIGKILL leaves it there.
 */
final class NativeLibrary {

  private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
  private static final String PATH = "org.sqlite.lib.path";
  private static final String NAME = "org.sqlite.lib.name";

  private NativeLibrary() {}

  /** Unpacks it where it is missing; where that fails, the driver does as it always does. */
  static synchronized void keepBeside(OwnerLock lock) {
    use(lock.directory(), true);
  }

  /** Uses the copy that a gateway keeps in {@code directory}, if there is one. */
  static synchronized void useBeside(Path directory) {
    use(directory, false);
  }

  private static void use(Path directory, boolean unpack) {
    if (System.getProperty(PATH) != null) {
      return;
    }
    try {
      byte[] code = code();
      String name = "sqlite-" + digest(code) + "-" + LibraryLoaderUtil.getNativeLibName();
      if (unpack) {
        unpack(code, directory.resolve(name));
      }
      if (Files.exists(directory.resolve(name))) {
        System.setProperty(PATH, directory.toString());
        System.setProperty(NAME, name);
      }
    } catch (IOException e) {
      LOG.warn("event=native-library-not-kept cause={}", e.toString());
    }
  }

  private static byte[] code() throws IOException {
    String resource =
        LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
    try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("the driver has none for this system: " + resource);
      }
      return in.readAllBytes();
    }
  }

  /** Names the code by what it is, so that another driver's copy is never taken for this one's. */
  private static String digest(byte[] code) {
    CRC32C sum = new CRC32C();
    sum.update(code);
    return Long.toHexString(sum.getValue()) + "-" + code.length;
  }

  private static void unpack(byte[] code, Path library) throws IOException {
    if (!Files.exists(library)) {
      Path part = library.resolveSibling(library.getFileName() + ".part");
      Files.write(part, code);
      Files.move(
          part, library, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
