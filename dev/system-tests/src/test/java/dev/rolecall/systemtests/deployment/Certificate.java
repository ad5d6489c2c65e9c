package dev.rolecall.systemtests.deployment;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/// A self-signed server certificate for 127.0.0.1, in the formats that servers and clients need.
///
/// @param keyStore PKCS12, with [#PASSWORD]
/// @param pem the certificate that a client trusts
record Certificate(Path keyStore, Path pem) {
    static final String PASSWORD = "changeit";
    private static final String ALIAS = "server";

    static Certificate in(Path folder) {
        var made = new Certificate(folder.resolve("server.p12"), folder.resolve("ca.crt"));
        keytool(folder, "-genkeypair", "-alias", ALIAS, "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext",
                "SAN=ip:127.0.0.1,dns:localhost", "-storetype", "PKCS12", "-keystore", made.keyStore.toString(),
                "-storepass",
                PASSWORD);
        keytool(folder, "-exportcert", "-rfc", "-alias", ALIAS, "-keystore", made.keyStore.toString(), "-storepass",
                PASSWORD, "-file", made.pem.toString());
        return made;
    }

    /// The private key in PEM, readable only by its owner.
    Path key() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
        var key = store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
        var file = keyStore.resolveSibling("server.key");
        Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(key)
                + "\n-----END PRIVATE KEY-----\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private static void keytool(Path folder, String... arguments) {
        var command = new java.util.ArrayList<>(java.util.List.of(arguments));
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        var made = Tool.run(folder, command.toArray(String[]::new));
        assertThat(made.code()).as(made.output()).isZero();
    }
}
