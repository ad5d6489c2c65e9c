package dev.rolecall.webhook.adoption.flags;

import java.math.BigDecimal;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;

/// The rules of all flags, as the API shows and changes them. [FlagTable] evaluates them.
@ApplicationScoped
class FlagRules implements PanacheRepositoryBase<FlagRule, FlagRule.Key> {

    @WithSession
    Uni<List<FlagRule>> all() {
        return findAll(Sort.by("flag", "tag")).list();
    }

    /// Replaces the rule of a flag for a tag.
    ///
    /// @param tag empty for all
    /// @param percent 0 removes the rule
    @WithTransaction
    Uni<Void> set(String flag, String tag, BigDecimal percent, String value) {
        if (percent.signum() == 0) {
            return deleteById(new FlagRule.Key(flag, tag)).replaceWithVoid();
        }
        var rule = new FlagRule();
        rule.flag = flag;
        rule.tag = tag;
        rule.percent = percent;
        rule.value = value;
        return getSession().chain(session -> session.merge(rule)).replaceWithVoid();
    }
}
