package dev.rolecall.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import dev.rolecall.localstack.Checkout;

/// The checkers from npm, in dev/manifests.
public final class NodePackages {
    public static final Path FOLDER = Checkout.root().resolve("dev/manifests");

    private NodePackages() {}

    /// Skips the calling test where npm is not installed.
    public static void install() {
        Tool.assumeInstalled("npm", "Node.js 20 or newer with npm");
        var installed = Tool.run(FOLDER, "npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent");
        assertThat(installed.code()).as(installed.output()).isZero();
    }
}
