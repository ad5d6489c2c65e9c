package dev.rolecall.webhook.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalPathTest {

    @ParameterizedTest
    @ValueSource(strings = {"/callback", "/callback/0199b0f2-0000-7000-8000-000000000001", "/callback?a=b;c=%2f..//x",
            "/transcripts", "/transcripts?tag=a%2Fb", "/callback/any-id_of~mine.json", "/callback/a,b:c@d",
            "/callback/%20",
            "/", "/callback/%41", "/callback/...", "/callback/.x", "/callback/"})
    void acceptsWhatAllReadAlike(String target) {
        assertThat(CanonicalPath.isIn(target)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/transcripts;x=%2f..%2fcallback", "/transcripts;", "/callback;a=b",
            "/callback/..;/transcripts",
            "/callback/../transcripts", "/callback/./x", "/callback/..", "/callback/.", "/callback/%2e%2e/transcripts",
            "/callback/%2E%2e/x", "/callback/.%2e/transcripts", "/callback%2f..%2ftranscripts", "/callback%2Fx",
            "/callback%5c..%5ctranscripts", "/callback\\..\\transcripts", "/callback/%00", "/transcripts%00/callback",
            "/callback/%252e%252e/transcripts", "/callback%3b", "/callback%23", "/callback%3f", "//transcripts",
            "/callback//x", "/callback/%c0%ae%c0%ae/transcripts", "/callback/%c0%af", "/callback/%u002e", "/callback/%",
            "/callback/%4", "/callback/%zz", "/callback/\u00e4", "/callback/%e4", "/callback/\t", "/callback/%0d%0aX:y",
            "/callback/..%20/transcripts", "/callback/.%20", "/callback#x", "http://host/transcripts", "*", "",
            "transcripts", "?x",
            "/callback/\uff0e\uff0e/transcripts", "/callback/%7f"})
    void refusesWhatMayBeReadDifferently(String target) {
        assertThat(CanonicalPath.isIn(target)).isFalse();
    }
}
