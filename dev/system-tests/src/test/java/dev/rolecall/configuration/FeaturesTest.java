package dev.rolecall.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolecall.systemtests.documents.ConfigurationDocument;
import org.junit.jupiter.api.Test;

class FeaturesTest {
    @Test
    void areThoseOfBothServices() {
        assertThat(KnownKeys.FEATURES.stream().map(feature -> "rolecall." + feature))
                .containsExactlyInAnyOrderElementsOf(ConfigurationDocument.prefixes().toList());
    }
}
