package dev.rolecall.classifier.pods;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.contract.Ids;

/// What this process is called in the table `pods`: the pod's name in Kubernetes, and something that is its own, because
/// elsewhere several processes share it.
@ApplicationScoped
class PodName {
    private final String name = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("classifier-service") + "/"
            + Ids.next().toString().substring(24);

    String name() {
        return name;
    }
}
