package dev.rolecall.webhook.callback;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import jakarta.ws.rs.core.HttpHeaders;

import com.github.luben.zstd.ZstdOutputStream;
import dev.rolecall.webhook.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.Json;
import io.vertx.core.net.impl.ConnectionBase;

/// Reads one request's body: hashed, compressed and scanned while it arrives, never held uncompressed.
final class ReadBody {
    /// Level 1 is the fastest, and as good as three times the work on text this repetitive (FACTS: 1 MB in 5 ms).
    private static final int LEVEL = 1;

    private final HttpServerRequest request;
    private final long limit;
    private final MessageDigest sha256;
    private final ByteArrayOutputStream compressed = new ByteArrayOutputStream(16 * 1024);
    private final ZstdOutputStream zstd;
    private final ScanBody scan = new ScanBody();
    private long size;

    private ReadBody(HttpServerRequest request, long limit) {
        this.request = request;
        this.limit = limit;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
            zstd = new ZstdOutputStream(compressed, LEVEL);
        } catch (NoSuchAlgorithmException | IOException e) {
            throw new IllegalStateException("every JDK has SHA-256, and a byte array can be written to", e);
        }
    }

    /// Fails with [BodyTooLarge]; or with [BodyCutOff], and then the request is answered already. Is cancelled when the
    /// connection ends before the body does.
    static Uni<Body> of(HttpServerRequest request, long limit) {
        return Uni.createFrom().emitter(answer -> new ReadBody(request, limit).begin(answer));
    }

    private void begin(UniEmitter<? super Body> answer) {
        answer.onTermination(this::close);
        request.exceptionHandler(failure -> breakOff(answer, failure));
        request.endHandler(_ -> end(answer));
        request.handler(chunk -> take(chunk, answer));
        request.resume();
    }

    private void take(Buffer chunk, UniEmitter<? super Body> answer) {
        size += chunk.length();
        if (size > limit) {
            // what still comes is read and dropped, so that the caller gets to see the
            // answer
            request.handler(_ -> {});
            give(answer, new BodyTooLarge(limit));
            return;
        }
        var bytes = chunk.getBytes();
        sha256.update(bytes);
        scan.feed(bytes);
        compress(bytes);
    }

    private void compress(byte[] bytes) {
        try {
            zstd.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array can be written to", e);
        }
    }

    private void end(UniEmitter<? super Body> answer) {
        if (size <= limit) {
            close();
            answer.complete(new Body(compressed.toByteArray(), size, sha256.digest(), scan.contents()));
        }
    }

    /// Vert.x closes the connection as soon as this returns, without flushing: an answer that should still be seen has to
    /// be on its way by then.
    private void breakOff(UniEmitter<? super Body> answer, Throwable failure) {
        var response = request.response();
        if (!response.ended() && !response.closed()) {
            var problem = Problem.of(Refusal.CUT_OFF.status, Refusal.CUT_OFF.detail);
            var _ = response.setStatusCode(problem.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .end(Json.encode(problem));
            ((ConnectionBase) request.connection()).channelHandlerContext().flush();
        }
        give(answer, new BodyCutOff(size, failure));
    }

    private void give(UniEmitter<? super Body> answer, RuntimeException failure) {
        answer.fail(failure);
    }

    /// Frees the native memory too. A second time does nothing.
    private void close() {
        try {
            zstd.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array can be written to", e);
        }
    }

    /// The body is larger than what is accepted.
    static final class BodyTooLarge extends RuntimeException {
        private static final long serialVersionUID = 1;

        BodyTooLarge(long limit) {
            super("the body is larger than %d bytes, which is what this server accepts".formatted(limit));
        }
    }

    /// The connection ended, or its framing broke, before the body was complete.
    static final class BodyCutOff extends RuntimeException {
        private static final long serialVersionUID = 1;

        BodyCutOff(long size, Throwable cause) {
            super("the body was cut off after %d bytes: send it again".formatted(size), cause);
        }
    }
}
