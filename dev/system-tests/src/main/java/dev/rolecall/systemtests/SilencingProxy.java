package dev.rolecall.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A TCP proxy on 127.0.0.1 whose established connections can fall silent: nothing passes any more and nothing is
/// closed, like a network that drops every packet of them. New connections work.
public final class SilencingProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();

    private SilencingProxy(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /// @param target a port on 127.0.0.1
    public static SilencingProxy before(int target) {
        try {
            var proxy = new SilencingProxy(new ServerSocket(0, 128, InetAddress.getLoopbackAddress()), target);
            Thread.ofVirtual().start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /// Silences all connections of now.
    ///
    /// @return how many
    public int silence() {
        links.forEach(link -> link.isSilent = true);
        return links.size();
    }

    @Override
    public void close() {
        close(server);
        links.forEach(Link::close);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var link = new Link(server.accept(), new Socket(InetAddress.getLoopbackAddress(), target));
                links.add(link);
                Thread.ofVirtual().start(() -> link.pump(link.client, link.backend));
                Thread.ofVirtual().start(() -> link.pump(link.backend, link.client));
            } catch (IOException closed) {
                // the proxy is closed, or its target refuses; the client sees that its
                // connection ends
            }
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("failed to close a socket", e);
        }
    }

    private final class Link {
        private final Socket client;
        private final Socket backend;
        private volatile boolean isSilent;

        private Link(Socket client, Socket backend) {
            this.client = client;
            this.backend = backend;
        }

        private void pump(Socket from, Socket to) {
            var piece = new byte[64 * 1024];
            try {
                for (var length = from.getInputStream().read(piece); length >= 0; length = from.getInputStream()
                        .read(piece)) {
                    if (!isSilent) {
                        to.getOutputStream().write(piece, 0, length);
                    }
                }
            } catch (IOException ended) {
                // by either side, which the other is told now
            }
            if (!isSilent) {
                close();
            }
        }

        private void close() {
            links.remove(this);
            SilencingProxy.close(client);
            SilencingProxy.close(backend);
        }
    }
}
