package dev.rolecall.benchmarks.receiving;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.rolecall.systemtests.Api;

/// Sends one callback over its own connection, and measures from the last byte sent.
final class Sender {
    private static final int NO_ANSWER = 0;

    private Sender() {}

    /// The answer to one callback.
    ///
    /// @param status 0 if there was no answer
    /// @param waited milliseconds from the last byte sent to the answer
    record Answer(int status, double waited) {
        static double count(List<Answer> answers, int status) {
            return (double) answers.stream().filter(answer -> answer.status() == status).count();
        }
    }

    static Answer send(URI uri, byte[] body) {
        return send(uri, body, body.length, Duration.ZERO);
    }

    /// Sends the body in pieces.
    static Answer send(URI uri, byte[] body, int piece, Duration between) {
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(60_000);
            socket.setTcpNoDelay(true);
            var out = socket.getOutputStream();
            out.write("POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\nContent-Length: %d\r\n\r\n"
                    .formatted(uri.getPath(), Api.AUTHORIZATION, body.length)
                    .getBytes(US_ASCII));
            for (var from = 0; from < body.length; from += piece) {
                out.write(body, from, Math.min(piece, body.length - from));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(between.toMillis()));
            }
            var lastByte = System.nanoTime();
            var line = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
            return new Answer(line == null ? NO_ANSWER : Integer.parseInt(line.split(" ", 3)[1]),
                    (System.nanoTime() - lastByte) / 1e6);
        } catch (IOException e) {
            return new Answer(NO_ANSWER, 0);
        }
    }
}
