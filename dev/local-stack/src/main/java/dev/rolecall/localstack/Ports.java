package dev.rolecall.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The ports of a stack, on 127.0.0.1.
public record Ports(int webhook, int classifier, int llm, int kafka, int kafkaController, int postgres,
        int webhookManagement, int classifierManagement) {
    public static final int DEFAULT_BASE = 7100;

    /// Eight ports in a row.
    public static Ports from(int base) {
        if (base < 1024 || base > 65_528) {
            throw new IllegalArgumentException("--port-base must be from 1024 to 65528: " + base);
        }
        return new Ports(base, base + 1, base + 2, base + 3, base + 4, base + 5, base + 6, base + 7);
    }

    /// Eight free ports.
    public static Ports free() {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (var i = 0; i < 8; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            var ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (var socket : sockets) {
                socket.close();
            }
            return new Ports(ports.get(0), ports.get(1), ports.get(2), ports.get(3), ports.get(4), ports.get(5),
                    ports.get(6), ports.get(7));
        } catch (IOException e) {
            throw new UncheckedIOException("no free ports", e);
        }
    }

    /// The ports that another process listens on, as text.
    public List<String> taken() {
        return byName().entrySet()
                .stream()
                .filter(port -> !isFree(port.getValue()))
                .map(port -> "%d (%s)".formatted(port.getValue(), port.getKey()))
                .toList();
    }

    private Map<String, Integer> byName() {
        var ports = new LinkedHashMap<String, Integer>();
        ports.put("webhook-service", webhook);
        ports.put("classifier-service", classifier);
        ports.put("fake LLM", llm);
        ports.put("Kafka", kafka);
        ports.put("Kafka's controller", kafkaController);
        ports.put("PostgreSQL", postgres);
        ports.put("health and metrics of webhook-service", webhookManagement);
        ports.put("health and metrics of classifier-service", classifierManagement);
        return ports;
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
