package dev.rolecall.model;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

import org.jspecify.annotations.Nullable;

/// Statuses are lower-case text in the database, readable in any SQL client.
@Converter(autoApply = true)
class StatusText implements AttributeConverter<Status, String> {

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable Status status) {
        return status == null ? null : status.text();
    }

    @Override
    public @Nullable Status convertToEntityAttribute(@Nullable String text) {
        return text == null ? null : Status.of(text);
    }
}
