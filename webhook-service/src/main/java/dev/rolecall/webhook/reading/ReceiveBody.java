package dev.rolecall.webhook.reading;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;

import dev.rolecall.webhook.body.Body;
import dev.rolecall.webhook.body.CollectBody;
import dev.rolecall.webhook.body.CollectBody.BodyTooLarge;
import dev.rolecall.webhook.callback.CallbackConfig;
import dev.rolecall.webhook.callback.CallbackRejection;
import dev.rolecall.webhook.callback.CallbackRejection.RefusedCallback;
import dev.rolecall.webhook.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.Json;
import io.vertx.core.net.impl.ConnectionBase;

/// Takes in one request's body while it arrives, within bounds of size, time and number.
@ApplicationScoped
public class ReceiveBody {
    private static final long NO_TIMER = -1;

    private final CallbackConfig config;
    private final Vertx vertx;

    ReceiveBody(CallbackConfig config, Vertx vertx) {
        this.config = config;
        this.vertx = vertx;
    }

    /// Fails with [RefusedCallback]; where the body was cut off, the request is answered already. Is cancelled when the
    /// connection ends before the body does.
    ///
    /// @param lastByte is told when it is in
    public Uni<Body> from(HttpServerRequest request, LargeBodies.Stay stay, Runnable lastByte) {
        return Uni.createFrom().<CollectBody>emitter(whole -> new Reception(request, stay, whole).begin())
                .invoke(lastByte)
                .chain(this::finish)
                .onFailure(BodyTooLarge.class)
                .transform(cause -> CallbackRejection.TOO_LARGE.because(cause.toString()));
    }

    /// Unzipping is not for an event loop.
    private Uni<Body> finish(CollectBody collected) {
        return collected.isGzip()
                ? Uni.createFrom()
                        .completionStage(() -> vertx.executeBlocking(collected::body, false).toCompletionStage())
                : Uni.createFrom().item(collected::body);
    }

    /// One body on its way in. Lives on the request's event loop.
    private final class Reception {
        private final HttpServerRequest request;
        private final LargeBodies.Stay stay;
        private final UniEmitter<? super CollectBody> whole;
        private final CollectBody collected = new CollectBody(config.maxBodySize().asLongValue());
        private long timer = NO_TIMER;
        private boolean isOver;

        private Reception(HttpServerRequest request, LargeBodies.Stay stay, UniEmitter<? super CollectBody> whole) {
            this.request = request;
            this.stay = stay;
            this.whole = whole;
        }

        private void begin() {
            whole.onTermination(this::gone);
            var announced = announced();
            if (announced > config.maxBodySize().asLongValue()) {
                refuse(CallbackRejection.TOO_LARGE.because(announced + " bytes are announced"));
            } else if (!stay.mayCome(announced)) {
                refuse(CallbackRejection.TOO_MANY_LARGE.because(announced + " bytes are announced"));
            } else {
                letItCome();
            }
        }

        private void letItCome() {
            // curl and others ask before they send more than a megabyte, and wait a second
            if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
                request.response().writeContinue();
            }
            request.exceptionHandler(this::breakOff);
            request.endHandler(_ -> end());
            request.handler(this::take);
            request.resume();
            if (!isOver) {
                watchTheClock();
            }
        }

        /// Most bodies are there with their headers, and need no timer.
        private void watchTheClock() {
            timer = vertx.setTimer(config.readTimeout().toMillis(), _ -> refuse(
                    CallbackRejection.TOO_SLOW
                            .because("%d bytes came in %s".formatted(collected.size(), config.readTimeout()))));
        }

        private void take(Buffer piece) {
            if (isOver) {
                return;
            }
            try {
                collected.add(piece.getBytes());
            } catch (BodyTooLarge tooLarge) {
                refuse(CallbackRejection.TOO_LARGE.because(tooLarge.toString()));
                return;
            }
            if (collected.isLong()) {
                letOthersIn();
            }
            if (!stay.mayGrowTo(collected.size())) {
                refuse(CallbackRejection.TOO_MANY_LARGE
                        .because("the body has come to %d bytes".formatted(collected.size())));
            }
        }

        /// Netty reads up to a megabyte of one connection before it looks at the next. Small callbacks would wait for
        /// all of that, of every large one.
        private void letOthersIn() {
            request.pause();
            vertx.runOnContext(_ -> request.resume());
        }

        private void end() {
            if (endsNow()) {
                whole.complete(collected);
            }
        }

        private void refuse(RefusedCallback refused) {
            if (endsNow()) {
                collected.close();
                whole.fail(refused);
            }
        }

        private void gone() {
            if (endsNow()) {
                collected.close();
            }
        }

        private boolean endsNow() {
            if (isOver) {
                return false;
            }
            isOver = true;
            if (timer != NO_TIMER) {
                vertx.cancelTimer(timer);
            }
            return true;
        }

        /// Vert.x closes the connection as soon as this returns, without flushing: an answer that should still be seen
        /// has to be on its way by then.
        private void breakOff(Throwable failure) {
            var response = request.response();
            if (!response.ended() && !response.closed()) {
                var problem = Problem.of(CallbackRejection.CUT_OFF.status, CallbackRejection.CUT_OFF.detail);
                var _ = response.setStatusCode(problem.status())
                        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                        .end(Json.encode(problem));
                ((ConnectionBase) request.connection()).channelHandlerContext().flush();
            }
            refuse(CallbackRejection.CUT_OFF
                    .because("%s after %d bytes".formatted(failure.getMessage(), collected.size())));
        }

        /// @return 0 if the length is not announced
        private long announced() {
            var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
            // Netty has refused what is no number
            return length == null ? 0 : Long.parseLong(length);
        }
    }
}
