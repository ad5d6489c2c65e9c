package dev.rolecall.classifier.llm.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.JobFailure.Pause;
import dev.rolecall.classifier.llm.LlmException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Whether one of two providers is left alone, because it fails for every call. Meanwhile one question at a time tries it
/// again: after five seconds, later after a minute, and not before its Retry-After.
final class ProviderPause {
    private static final Logger LOG = Logger.getLogger(ProviderPause.class);
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final String provider;
    private final Clock clock;
    /// Null while there is no pause.
    private @Nullable Pause why;
    private Instant until = Instant.MIN;
    private Duration next = FIRST;
    private boolean isTried;
    private int pauses;

    /// @param provider for the log
    ProviderPause(String provider, Clock clock) {
        this.provider = provider;
        this.clock = clock;
    }

    /// Whether a provider fails for every call. A budget that is used up is not the provider's.
    static boolean isOf(Throwable failure) {
        return failure instanceof LlmException known && known.failure() instanceof Pause pause
                && pause.cause().provider() != null;
    }

    synchronized boolean isPaused() {
        return why != null;
    }

    /// The answer to a request for the permission to ask.
    sealed interface Entry {}

    /// The permission to ask one question. [#ended] must follow.
    ///
    /// @param pauses how many pauses there were: after another has begun or ended, the end of the question says nothing
    record Ticket(int pauses) implements Entry {}

    /// The provider is left alone.
    ///
    /// @param why with how long that lasts at least
    record Refused(Pause why) implements Entry {}

    synchronized Entry enter() {
        if (why == null) {
            return new Ticket(pauses);
        }
        var now = clock.instant();
        if (isTried || now.isBefore(until)) {
            var left = now.isBefore(until) ? Duration.between(now, until) : Duration.ZERO;
            return new Refused(new Pause(why.cause(), why.setting(), left));
        }
        isTried = true;
        return new Ticket(pauses);
    }

    /// The question has ended.
    ///
    /// @param failure null if it was answered
    synchronized void ended(Ticket ticket, @Nullable Throwable failure) {
        if (ticket.pauses() != pauses) {
            return;
        }
        isTried = false;
        switch (failure instanceof LlmException known ? known.failure() : null) {
            case Pause pause when pause.cause().provider() != null -> begin(pause);
            case JobFailure.Retry _ when why != null -> begin(why);
            case JobFailure.SlowDown _ -> end();
            case JobFailure.UnusableAnswer _ -> end();
            case JobFailure.Final _ -> end();
            case null -> endIfAnswered(failure);
            // the provider was not asked, or one call failed
            default -> LOG.debugf("%s is neither away nor back: %s", provider, failure);
        }
    }

    /// A failure that is none of these is a mistake of our own.
    private void endIfAnswered(@Nullable Throwable failure) {
        if (failure == null) {
            end();
        }
    }

    private void begin(Pause pause) {
        pauses++;
        if (why == null) {
            LOG.warnf("%s fails for every call (%s): until it answers, its questions go to the other provider or wait",
                    provider, pause.cause().code());
        }
        var asked = pause.after();
        until = clock.instant().plus(asked != null && asked.compareTo(next) > 0 ? asked : next);
        next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
        why = pause;
    }

    private void end() {
        if (why != null) {
            LOG.infof("%s answers again", provider);
            pauses++;
            why = null;
            next = FIRST;
        }
    }
}
