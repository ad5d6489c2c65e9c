package dev.rolecall.benchmarks.overload;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

import dev.rolecall.benchmarks.Percentile;

/// The answers to all attempts of one load.
///
/// @param lost callbacks that no attempt stored
record Answers(List<Answer> all, int lost) {
    private static final int OK = 200;
    private static final int BUSY = 503;

    /// The answer to one attempt to send a callback. Times are milliseconds.
    ///
    /// @param status 0 if there was none: a reset, a refused connection, or silence for ten seconds
    /// @param due when it was to be sent, counted from the beginning of the load
    /// @param sinceDue from then to the answer
    /// @param sinceSent from the last byte given to the socket to the answer; NaN if there was none
    record Answer(int status, double due, double sinceDue, double sinceSent) {
        private double answered() {
            return due + sinceDue;
        }
    }

    /// The attempts that were due at or after a time.
    Answers dueFrom(Duration time) {
        return new Answers(all.stream().filter(answer -> answer.due >= time.toMillis()).toList(), lost);
    }

    /// Callbacks stored in a second, by the time of their answers, until the end of the load.
    double storedPerSecond(Duration time) {
        return ok().stream().filter(answer -> answer.answered() <= time.toMillis()).count() / (time.toMillis() / 1e3);
    }

    double okPercentile(int percent, ToDoubleFunction<Answer> milliseconds) {
        return Percentile.of(ok().stream().mapToDouble(milliseconds).boxed().toList(), percent);
    }

    /// The slowest answer of 503, or 0 if there is none.
    double slowestRefusal() {
        return withStatus(BUSY).stream().mapToDouble(Answer::sinceDue).max().orElse(0);
    }

    double refused() {
        return withStatus(BUSY).size();
    }

    /// Neither 200 nor 503, or no answer at all.
    double failed() {
        return all.size() - ok().size() - refused();
    }

    private Collection<Answer> ok() {
        return withStatus(OK);
    }

    private List<Answer> withStatus(int status) {
        return all.stream().filter(answer -> answer.status == status).toList();
    }
}
