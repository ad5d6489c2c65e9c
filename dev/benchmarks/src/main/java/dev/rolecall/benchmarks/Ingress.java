package dev.rolecall.benchmarks;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.rolecall.localstack.Stack.Pod;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.OriginRequestProvider;

/// A proxy in front of several pods of webhook-service, like the ingress of a cluster: each request goes to the next
/// pod. Requests are not retried.
final class Ingress implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final List<SocketAddress> pods = new CopyOnWriteArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final HttpServer server;

    Ingress() {
        var proxy = HttpProxy.reverseProxy(vertx.createHttpClient())
                .origin(OriginRequestProvider.selector(
                        _ -> Future.succeededFuture(pods.get(Math.floorMod(next.getAndIncrement(), pods.size())))));
        server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0)).requestHandler(proxy);
        await(server.listen());
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(server.actualPort(), path));
    }

    void add(Pod pod) {
        pods.add(addressOf(pod));
    }

    void remove(Pod pod) {
        pods.remove(addressOf(pod));
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static SocketAddress addressOf(Pod pod) {
        return SocketAddress.inetSocketAddress(pod.port(), "127.0.0.1");
    }

    private static void await(Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the proxy does not work", e);
        }
    }
}
