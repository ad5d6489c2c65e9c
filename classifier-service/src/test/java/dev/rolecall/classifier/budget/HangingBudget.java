package dev.rolecall.classifier.budget;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.rolecall.classifier.TestConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/// A mistake of our own that no timeout ends: the first reservation is never answered. The others are.
public final class HangingBudget extends Budget {
    private final AtomicBoolean isFirst = new AtomicBoolean(true);

    public HangingBudget(Pool pool) {
        super(pool, TestConfig.read(BudgetConfig.class, Map.of()));
    }

    @Override
    public Uni<Reservation> reserve(Amount wanted, Set<String> tags) {
        return isFirst.getAndSet(false)
                ? Uni.createFrom().nothing()
                : Uni.createFrom().item(new Reserved(wanted, List.of(), null, null));
    }
}
