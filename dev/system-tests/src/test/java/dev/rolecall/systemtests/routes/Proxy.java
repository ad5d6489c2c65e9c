package dev.rolecall.systemtests.routes;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A real proxy on this machine, configured from routes as a controller in a cluster does.
enum Proxy {
    NGINX {
        @Override
        String configuration(Path folder, int port, List<Route> routes, Map<String, Integer> services) {
            return """
                    daemon off;
                    master_process off;
                    pid %1$s/pid;
                    error_log %1$s/log;
                    events { worker_connections 256; }
                    http {
                      access_log off;
                      client_body_temp_path %1$s; proxy_temp_path %1$s; fastcgi_temp_path %1$s;
                      uwsgi_temp_path %1$s; scgi_temp_path %1$s;
                      client_max_body_size 65m;
                      proxy_request_buffering off;
                      proxy_http_version 1.1;
                      proxy_set_header Connection "";
                      proxy_set_header Host $host;
                    %2$s
                      server { listen 127.0.0.1:%3$d default_server; return 404; }
                    %4$s
                    }
                    """.formatted(folder, services.entrySet().stream()
                    .map(service -> "  upstream %s { server 127.0.0.1:%d; keepalive 8; }"
                            .formatted(service.getKey(), service.getValue()))
                    .collect(Collectors.joining("\n")), port,
                    routes.stream()
                            .collect(Collectors.groupingBy(Route::host))
                            .entrySet()
                            .stream()
                            .map(host -> "  server { listen 127.0.0.1:%d; server_name %s; %s }".formatted(port,
                                    host.getKey(),
                                    host.getValue().stream().map(Proxy::locations).collect(Collectors.joining(" "))))
                            .collect(Collectors.joining("\n")));
        }

        @Override
        List<String> command(Path folder, Path configuration) {
            return List.of("nginx", "-p", folder.toString(), "-e", folder.resolve("log").toString(), "-c",
                    configuration.toString());
        }
    },
    HAPROXY {
        @Override
        String configuration(Path folder, int port, List<Route> routes, Map<String, Integer> services) {
            return """
                    global
                      maxconn 256
                    defaults
                      mode http
                      timeout connect 5s
                      timeout client 60s
                      timeout server 60s
                    frontend public
                      bind 127.0.0.1:%d
                    %s
                    %s
                    """.formatted(port, routes.stream()
                    .map(route -> "  use_backend %s if { req.hdr(host),host_only,lower -m str %s } %s".formatted(
                            route.service(), route.host(), route.prefix().equals("/")
                                    ? ""
                                    : "{ path -m str %1$s } || { req.hdr(host),host_only,lower -m str %2$s } { path -m beg %1$s/ }"
                                            .formatted(route.prefix(), route.host())))
                    .collect(Collectors.joining("\n")),
                    services.entrySet()
                            .stream()
                            .map(service -> "backend %s\n  server pod 127.0.0.1:%d".formatted(service.getKey(),
                                    service.getValue()))
                            .collect(Collectors.joining("\n")));
        }

        @Override
        List<String> command(Path folder, Path configuration) {
            return List.of("haproxy", "-f", configuration.toString());
        }
    };

    /// A started proxy.
    record Running(Process process, int port, Path log) implements AutoCloseable {
        @Override
        public void close() {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    abstract String configuration(Path folder, int port, List<Route> routes, Map<String, Integer> services);

    abstract List<String> command(Path folder, Path configuration);

    /// @param folder empty, for its files
    /// @param services the port of each service that a route names
    Running start(Path folder, List<Route> routes, Map<String, Integer> services) {
        var port = freePort();
        var log = folder.resolve("output");
        try {
            var configuration = Files.writeString(folder.resolve("proxy.conf"),
                    configuration(folder, port, routes, services));
            var process = new ProcessBuilder(command(folder, configuration)).redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            var running = new Running(process, port, log);
            await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive() || listens(port));
            if (!process.isAlive()) {
                throw new IllegalStateException("%s ended: %s".formatted(this, Files.readString(log)));
            }
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException(this + " cannot be started", e);
        }
    }

    /// A prefix of whole segments, as Kubernetes means it: `/callback` and `/callback/…`, and not `/callbacks`.
    private static String locations(Route route) {
        return route.prefix().equals("/")
                ? "location / { proxy_pass http://%s; }".formatted(route.service())
                : "location = %1$s { proxy_pass http://%2$s; } location %1$s/ { proxy_pass http://%2$s; }".formatted(
                        route.prefix(), route.service());
    }

    private static boolean listens(int port) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free", e);
        }
    }
}
