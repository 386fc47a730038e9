package io.holdfast.store.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate for {@code localhost} that nobody but itself has signed, and its key, in PEM files.
 */
record Certificate(Path certificate, Path key) {

  private static final String SECRET = "only for a test";

  static Certificate in(Path directory, String name) throws Exception {
    Path store = directory.resolve(name + ".p12");
    make(store);
    KeyStore keys = KeyStore.getInstance(store.toFile(), SECRET.toCharArray());
    Path certificate = directory.resolve(name + ".crt");
    Files.writeString(certificate, pem("CERTIFICATE", keys.getCertificate("db").getEncoded()));
    return new Certificate(certificate, key(directory.resolve(name + ".key"), keys));
  }

  private static void make(Path store) throws IOException, InterruptedException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "db",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                SECRET)
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes());
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
  }

  /** The server wants it for itself. */
  private static Path key(Path file, KeyStore keys) throws GeneralSecurityException, IOException {
    byte[] key = keys.getKey("db", SECRET.toCharArray()).getEncoded();
    Files.writeString(file, pem("PRIVATE KEY", key));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static String pem(String what, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(what, Base64.getMimeEncoder().encodeToString(content), what);
  }
}
