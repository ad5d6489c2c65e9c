package dev.rolecall.webhook.adoption.flags;

import java.math.BigDecimal;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A row of `flag_rules`, in the shape in which the API returns it.
@Entity
@Table(name = "flag_rules")
@IdClass(FlagRule.Key.class)
@Schema(requiredProperties = {"flag", "tag", "percent", "value"})
class FlagRule {
    /// For example `way`.
    @Id
    public String flag;
    /// The rule is for transcripts with this tag; empty for all.
    @Id
    public String tag;
    /// How many of them, by a hash of their id: above 0, and at most 100.
    public BigDecimal percent;
    public String value;

    record Key(String flag, String tag) {}
}
