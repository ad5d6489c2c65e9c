package dev.rolecall.classifier.llm.negotiation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolecall.classifier.llm.Question;
import dev.rolecall.classifier.llm.provider.Tuning;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Finds out which optional fields a provider accepts, by what passes.
///
/// A rejected request is sent again without its optional fields. `store` is a promise of privacy: it is left out last, and not
/// if the provider has accepted it within the hour. If that passes, the fields are brought back, one request at a time and one way of sending after the other. What stays
/// rejected is left out, and tried again after a minute, later after at most an hour. A field that passed within the hour
/// is left out of the rejected request only: behind a router, each request may reach another provider.
public final class Negotiation {
    private static final Logger LOG = Logger.getLogger(Negotiation.class);
    /// One rejection may be due to the one request, or to one of a router's providers.
    private static final int REJECTIONS = 5;
    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Duration RECENT = Duration.ofHours(1);

    private final String provider;
    private final List<OptionalField> fields;
    private final List<Learnt> learnt;
    private final Clock clock;
    private boolean isProbing;

    /// @param provider for the log
    public Negotiation(String provider, Tuning tuning, Clock clock) {
        this.provider = provider;
        this.fields = OptionalFields.of(tuning);
        this.learnt = fields.stream().map(field -> new Learnt(field.ways().size())).toList();
        this.clock = clock;
    }

    /// What is known of one field.
    private static final class Learnt {
        /// The way that requests are sent with now.
        private int way;
        /// The better way that is tried next, if `way` is not the first.
        private int candidate;
        /// Of the candidate, one after the other.
        private int rejections;
        private Instant candidateAt = Instant.MIN;
        private Duration wait = FIRST_WAIT;
        /// Whether all better ways were rejected. The next time, one rejection of each is enough.
        private boolean isSettled;
        private final @Nullable Instant[] acceptedAt;

        private Learnt(int ways) {
            this.acceptedAt = new Instant[ways];
        }

        private boolean wasAccepted(int someWay, Instant since) {
            var at = acceptedAt[someWay];
            return at != null && at.isAfter(since);
        }
    }

    /// The form of the next request. At most one request at a time tries a field again.
    ///
    /// @param skippedFormats how many formats of the answer to skip: an answer in the usual one was of no use
    public synchronized Form next(int skippedFormats) {
        var form = Form.of(learnt.stream().map(field -> field.way).toList());
        if (skippedFormats > 0) {
            return skipFormats(form, skippedFormats);
        }
        var due = isProbing ? Form.NONE : candidateDue();
        if (due == Form.NONE) {
            return form;
        }
        isProbing = true;
        return form.probing(due, learnt.get(due).candidate);
    }

    private Form skipFormats(Form form, int skipped) {
        var field = index(OptionalFields.FORMAT);
        var way = form.ways().get(field);
        var left = fields.get(field).ways().size() - way;
        return Form.of(form.with(field, way + skipped % left));
    }

    private int candidateDue() {
        var now = clock.instant();
        return IntStream.range(0, fields.size())
                .filter(field -> learnt.get(field).way > 0 && !now.isBefore(learnt.get(field).candidateAt))
                .findFirst()
                .orElse(Form.NONE);
    }

    /// Writes the fields of a form.
    public void write(Form form, Question question, ObjectNode request) {
        for (var field = 0; field < fields.size(); field++) {
            fields.get(field).ways().get(form.ways().get(field)).write().accept(request, question);
        }
    }

    /// The provider accepted a request, whatever it answered.
    public synchronized void accepted(Form form) {
        if (form.insteadOf() != null) {
            leaveOutWhatWasRejected(form.insteadOf(), form);
        }
        var now = clock.instant();
        for (var field = 0; field < fields.size(); field++) {
            learnt.get(field).acceptedAt[form.ways().get(field)] = now;
        }
        if (form.isProbe()) {
            bringBack(form.probed(), now);
        }
    }

    private void leaveOutWhatWasRejected(Form rejected, Form accepted) {
        var now = clock.instant();
        for (var index = 0; index < fields.size(); index++) {
            var field = learnt.get(index);
            var way = rejected.ways().get(index);
            var isLeftOut = accepted.ways().get(index) > way;
            if (isLeftOut && field.way == way && !field.wasAccepted(way, now.minus(RECENT))) {
                field.way = fields.get(index).lastWay();
                field.candidate = 0;
                field.rejections = 0;
                field.candidateAt = now;
            }
        }
    }

    private void bringBack(int index, Instant now) {
        var field = learnt.get(index);
        if (field.candidate >= field.way) {
            return;
        }
        field.way = field.candidate;
        field.isSettled = field.way > 0;
        if (field.way == 0) {
            field.wait = FIRST_WAIT;
        } else {
            waitForCandidate(field, now);
        }
        LOG.infof("%s accepts %s: %s", provider, fields.get(index).name(), text(index));
    }

    /// The provider rejected a request and did not say why.
    ///
    /// @return what to send instead; empty if nothing is left to leave out
    public synchronized Optional<Form> rejected(Form form) {
        if (form.isProbe()) {
            rejectCandidate(form.probed());
            return Optional.of(Form.of(learnt.stream().map(field -> field.way).toList()));
        }
        var bare = bare();
        if (form.ways().equals(bare)) {
            return Optional.empty();
        }
        var first = form.insteadOf() == null ? form : form.insteadOf();
        var store = index(OptionalFields.STORE);
        var withStore = Form.of(bare).with(store, form.ways().get(store));
        if (!form.ways().equals(withStore)) {
            return Optional.of(new Form(withStore, Form.NONE, first));
        }
        // what is rejected is something else, and the promise is kept
        return learnt.get(store).wasAccepted(form.ways().get(store), clock.instant().minus(RECENT))
                ? Optional.empty()
                : Optional.of(new Form(bare, Form.NONE, first));
    }

    private List<Integer> bare() {
        return fields.stream().map(OptionalField::lastWay).toList();
    }

    private void rejectCandidate(int index) {
        var field = learnt.get(index);
        field.rejections++;
        if (field.rejections < REJECTIONS && !field.isSettled) {
            return;
        }
        field.rejections = 0;
        field.candidate++;
        if (field.candidate >= field.way) {
            if (!field.isSettled) {
                LOG.warnf("%s rejects %s; from now on: %s", provider, fields.get(index).name(), text(index));
            }
            field.isSettled = true;
            waitForCandidate(field, clock.instant());
        }
    }

    private static void waitForCandidate(Learnt field, Instant now) {
        field.candidate = 0;
        field.rejections = 0;
        field.candidateAt = now.plus(field.wait);
        field.wait = field.wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0
                ? field.wait.multipliedBy(2)
                : LONGEST_WAIT;
    }

    /// A request has ended, in whichever way.
    public synchronized void ended(Form form) {
        if (form.isProbe()) {
            isProbing = false;
        }
    }

    /// A field that an operator asked for and that the provider rejects.
    ///
    /// @param setting key of the configuration
    /// @param after how long until it is tried again
    public record Refused(String setting, Duration after) {}

    /// Empty if there is none, or if it is to be tried again now.
    public synchronized Optional<Refused> refusedSetting() {
        var now = clock.instant();
        for (var index = 0; index < fields.size(); index++) {
            var setting = fields.get(index).setting();
            var field = learnt.get(index);
            if (setting != null && field.isSettled && field.way == fields.get(index).lastWay()
                    && now.isBefore(field.candidateAt)) {
                return Optional.of(new Refused(setting, Duration.between(now, field.candidateAt)));
            }
        }
        return Optional.empty();
    }

    /// What a request in this form does without, by name of the field: the names of those that are left out.
    public List<String> leftOut(Form form) {
        var names = new ArrayList<String>();
        for (var field = 0; field < fields.size(); field++) {
            var ways = fields.get(field).ways();
            if (ways.size() > 1 && form.ways().get(field) == ways.size() - 1) {
                names.add(fields.get(field).name());
            }
        }
        return List.copyOf(names);
    }

    /// How each field is sent, by its name, where that is not the first way.
    public synchronized Map<String, String> learnt() {
        return IntStream.range(0, fields.size())
                .filter(field -> learnt.get(field).way > 0)
                .boxed()
                .collect(Collectors.toMap(field -> fields.get(field).name(), this::text));
    }

    private String text(int index) {
        return fields.get(index).ways().get(learnt.get(index).way).text();
    }

    private int index(String name) {
        return IntStream.range(0, fields.size())
                .filter(field -> fields.get(field).name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
