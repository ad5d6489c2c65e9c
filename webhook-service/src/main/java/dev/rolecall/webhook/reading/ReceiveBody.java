package dev.rolecall.webhook.reading;

import java.util.concurrent.Executor;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;

import dev.rolecall.admission.Gate.WaitedTooLong;
import dev.rolecall.webhook.body.Body;
import dev.rolecall.webhook.body.CollectBody;
import dev.rolecall.webhook.body.CollectBody.BodyTooLarge;
import dev.rolecall.webhook.reading.BodyNotRead.Reason;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/// Reads one request's body while it arrives, within limits of size, time and number.
@ApplicationScoped
public class ReceiveBody {
    private static final long NO_TIMER = -1;

    private final ReadingConfig config;
    private final Vertx vertx;

    ReceiveBody(ReadingConfig config, Vertx vertx) {
        this.config = config;
        this.vertx = vertx;
    }

    /// Fails with [BodyNotRead], and is cancelled if the connection ends before the body does. If the body is
    /// [Reason#CUT_OFF], the failure is emitted while the connection is still open: Vert.x closes it, without flushing,
    /// as soon as the failure has been handled.
    ///
    /// @param lastByte called when the last byte has arrived
    public Uni<Body> from(HttpServerRequest request, Admission.Permit permit, Runnable lastByte) {
        var loop = new EventLoop(vertx.getOrCreateContext());
        return Uni.createFrom().<CollectBody>emitter(whole -> new Reading(request, permit, loop, whole).begin())
                .invoke(lastByte)
                .call(permit::work)
                .emitOn(loop)
                .chain(this::finish)
                .onFailure(BodyTooLarge.class).transform(cause -> new BodyNotRead(Reason.TOO_LARGE, cause.toString()))
                .onFailure(WaitedTooLong.class)
                .transform(cause -> new BodyNotRead(Reason.OVERLOADED, "waited for a place after the last byte"));
    }

    /// The event loop of one request. What is called on it already runs at once.
    private record EventLoop(Context context) implements Executor {
        @Override
        public void execute(Runnable task) {
            if (context.equals(Vertx.currentContext())) {
                task.run();
            } else {
                context.runOnContext(_ -> task.run());
            }
        }
    }

    /// Unzipping takes too long for an event loop.
    private Uni<Body> finish(CollectBody collected) {
        return collected.isGzip()
                ? Uni.createFrom()
                        .completionStage(() -> vertx.executeBlocking(collected::body, false).toCompletionStage())
                : Uni.createFrom().item(collected::body);
    }

    /// The reading of one body. All of it happens on the request's event loop.
    private final class Reading {
        private final HttpServerRequest request;
        private final Admission.Permit permit;
        private final EventLoop loop;
        private final UniEmitter<? super CollectBody> whole;
        private final long contentLength;
        private final CollectBody collected = new CollectBody(config.maxBodySize().asLongValue());
        private long timer = NO_TIMER;
        /// Vert.x pauses a connection only when a paused request has eight pieces of 64 KB in memory. Null with HTTP/2,
        /// which has several requests on a connection, and windows of its own.
        private final @Nullable ConnectionBase connection;
        private boolean isWaiting;
        private boolean isGrowing;
        private boolean isOver;

        private Reading(HttpServerRequest request, Admission.Permit permit, EventLoop loop,
                UniEmitter<? super CollectBody> whole) {
            this.request = request;
            this.permit = permit;
            this.loop = loop;
            this.whole = whole;
            this.contentLength = contentLength(request);
            this.connection = request.version() != HttpVersion.HTTP_2
                    && request.connection() instanceof ConnectionBase own ? own : null;
        }

        private void begin() {
            whole.onTermination(this::cancelled);
            request.exceptionHandler(this::cutOff);
            if (contentLength > config.maxBodySize().asLongValue()) {
                fail(Reason.TOO_LARGE, "Content-Length is " + contentLength);
            } else {
                awaitRoom(permit.read(contentLength), this::read);
            }
        }

        /// The request is paused until there is room.
        private void awaitRoom(Uni<Void> room, Runnable next) {
            isWaiting = true;
            var _ = room.emitOn(loop).subscribe().with(_ -> {
                receiveAgain();
                next.run();
            }, failure -> fail(Reason.OVERLOADED, "%d bytes so far; %s".formatted(collected.size(), failure)));
            if (isWaiting && connection != null) {
                connection.doPause();
            }
        }

        private void receiveAgain() {
            if (isWaiting && connection != null) {
                connection.doResume();
            }
            isWaiting = false;
        }

        private void read() {
            if (isOver) {
                return;
            }
            // curl and others ask before they send more than a megabyte, and wait a second
            // for the answer
            if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
                request.response().writeContinue();
            }
            request.endHandler(_ -> end());
            request.handler(this::take);
            request.resume();
            if (!isOver) {
                startTimer();
            }
        }

        /// Most bodies arrive together with their headers and need no timer.
        private void startTimer() {
            timer = vertx.setTimer(config.timeout().toMillis(),
                    _ -> fail(Reason.TOO_SLOW, "%d bytes in %s".formatted(collected.size(), config.timeout())));
        }

        private void take(Buffer piece) {
            if (isOver) {
                return;
            }
            try {
                collected.add(piece.getBytes());
            } catch (BodyTooLarge tooLarge) {
                fail(Reason.TOO_LARGE, tooLarge.toString());
                return;
            }
            if (!isGrowing && permit.mustGrow(contentLength, collected.size())) {
                isGrowing = true;
                request.pause();
                awaitRoom(permit.grow(), request::resume);
            } else if (collected.isLong()) {
                yieldToOthers();
            }
        }

        /// Netty reads up to a megabyte of one connection before it turns to the next. Without this, a small callback
        /// would wait for that of every large one.
        private void yieldToOthers() {
            request.pause();
            vertx.runOnContext(_ -> request.resume());
        }

        private void end() {
            if (endsNow()) {
                whole.complete(collected);
            }
        }

        private void fail(Reason reason, String cause) {
            if (endsNow()) {
                collected.close();
                whole.fail(new BodyNotRead(reason, cause));
            }
        }

        private void cutOff(Throwable failure) {
            fail(Reason.CUT_OFF, "%s after %d bytes".formatted(failure.getMessage(), collected.size()));
        }

        private void cancelled() {
            if (endsNow()) {
                collected.close();
            }
        }

        private boolean endsNow() {
            if (isOver) {
                return false;
            }
            isOver = true;
            receiveAgain();
            if (timer != NO_TIMER) {
                vertx.cancelTimer(timer);
            }
            return true;
        }
    }

    /// @return 0 if the request has none
    static long contentLength(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        // Netty has rejected what is not a number
        return length == null ? 0 : Long.parseLong(length);
    }
}
