package dev.rolecall.webhook.operations.replay;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/// A row of `replays`, in the shape in which the API returns it.
@Entity
@Immutable
@Table(name = "replays")
@Schema(requiredProperties = {"id", "state", "filter", "forced", "perSecond", "jobs", "plan", "createdBy", "createdAt"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public class Replay {
    @Id
    public UUID id;
    public State state;
    /// Which dead letters were meant.
    public String filter;
    /// Whether parked jobs are raised too.
    public boolean forced;
    /// How many jobs are raised a second.
    @Column(name = "per_second")
    public double perSecond;
    /// How many jobs were found when it was planned. No others are raised.
    public int jobs;
    @Formula("cast(plan as text)")
    @JsonRawValue
    @Schema(implementation = Plan.class)
    public String plan;
    @Column(name = "created_by")
    public String createdBy;
    @Column(name = "created_at")
    public Instant createdAt;
    @Column(name = "started_at")
    public @Nullable Instant startedAt;
    @Column(name = "ended_at")
    public @Nullable Instant endedAt;

    /// What a replay does.
    public enum State {
        PLANNED,
        RUNNING,
        PAUSED,
        CANCELLED,
        COMPLETED;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A state as text in lower case, as the database stores it.
    @Converter(autoApply = true)
    static class StateColumn implements AttributeConverter<State, String> {
        @Override
        public String convertToDatabaseColumn(State state) {
            return state.text();
        }

        @Override
        public State convertToEntityAttribute(String text) {
            return State.valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
