package dev.rolecall.systemtests.routes;

import java.util.stream.Stream;

/// Requests with which a stranger tries to reach the API through a route for callbacks. Each has an operator's key, so
/// that only the way can stop it.
///
/// @param host that the route is for
/// @param key of an operator
/// @param transcript the id of one that exists
record Tricks(String host, String key, String transcript) {

    /// Paths that are read differently by those who decide and those who route.
    Stream<String> paths() {
        var plain = Stream.of("/transcripts", "/transcripts/ID/raw", "/keys", "/openapi", "/q/health", "/q/metrics",
                "/q/openapi", "/callbacks", "/Callback/../transcripts", "/");
        var cutOff = Stream.of("/transcripts;x=%2f..%2fcallback", "/transcripts;..%2fcallback",
                "/transcripts/ID/raw;x=%2f..%2f..%2f..%2fcallback", "/keys;x=%2f..%2fcallback/x",
                "/openapi;%2f..%2fcallback", "/q/metrics;x=%2f..%2f..%2fcallback", "/transcripts%3b/../callback",
                "/transcripts%3bx=%2f..%2fcallback", "/transcripts%00/../callback", "/transcripts%00callback",
                "/transcripts?/../callback", "/transcripts#/../callback", "/transcripts%23/../callback",
                "/transcripts%3f/../callback", "/transcripts%2f..%2fcallback", "/transcripts%2f%2e%2e%2fcallback",
                "/transcripts/..%2fcallback", "/transcripts/%2e%2e/callback;/../../transcripts",
                "/transcripts%5c..%5ccallback", "/transcripts%0a/../callback");
        var climbing = Stream.of("/callback/../transcripts", "/callback/..%2ftranscripts",
                "/callback/%2e%2e/transcripts", "/callback/%2e%2e%2ftranscripts", "/callback/.%2e/transcripts",
                "/callback/%2E./transcripts", "/callback/..;/transcripts", "/callback/..;x=y/transcripts",
                "/callback;/../transcripts", "/callback/;/../transcripts", "/callback%2f..%2ftranscripts",
                "/callback/..%5ctranscripts", "/callback\\..\\transcripts", "/callback/..%255ctranscripts",
                "/callback/%252e%252e/transcripts", "/callback/..%252ftranscripts", "/callback%00/../transcripts",
                "/callback//../transcripts", "/callback/..//transcripts", "/callback/./../transcripts",
                "/callback/x/../../transcripts", "/callback/x/%2e%2e/%2e%2e/transcripts",
                "/callback/%c0%ae%c0%ae/transcripts", "/callback/..%c0%aftranscripts",
                "/callback/%ef%bc%8e%ef%bc%8e/transcripts", "/callback/%u002e%u002e/transcripts",
                "/callback/..%09/transcripts", "/callback/..%20/transcripts", "/callback/..%0d/transcripts",
                "/callback/..%23/../transcripts", "/callback/../q/metrics", "/callback/..%2fq%2fhealth");
        var whole = Stream.of("//transcripts", "//callback/../transcripts", "/./transcripts", "/%74ranscripts",
                "/%2ftranscripts", "http://HOST/transcripts", "http://HOST/callback/../transcripts",
                "http://elsewhere/transcripts", "http://HOST@elsewhere/transcripts", "transcripts", "*",
                "/callback/ID HTTP/1.1\r\nX: /../transcripts", "/callback /../transcripts");
        return Stream.of(plain, cutOff, climbing, whole)
                .flatMap(it -> it)
                .map(path -> path.replace("ID", transcript).replace("HOST", host))
                .map(path -> get(path, ""));
    }

    /// The same with methods that change something.
    Stream<String> acts() {
        return Stream.of("/quarantine/reprocess", "/keys")
                .flatMap(path -> Stream.of(path, path + ";x=%2f..%2f..%2fcallback", "/callback/.." + path,
                        "/callback/..%2f" + path.substring(1), "/callback;/.." + path))
                .map(path -> request("POST", path,
                        "Content-Type: application/json\r\nContent-Length: 19\r\nConnection: close\r\n")
                        + "{\"name\":\"stranger\"}");
    }

    /// A callback for the eyes of a proxy, with headers that name something else.
    Stream<String> headers() {
        return Stream
                .of("X-Original-URL: /transcripts", "X-Rewrite-URL: /transcripts", "X-Forwarded-Uri: /transcripts",
                        "X-Original-URI: /transcripts", "X-Forwarded-Path: /transcripts",
                        "X-Forwarded-Prefix: /transcripts", "X-HTTP-Method-Override: DELETE",
                        "Forwarded: for=127.0.0.1;host=localhost;proto=https",
                        "X-Forwarded-Host: localhost/transcripts",
                        "Host: localhost", "Connection: authorization, host", "Connection: close, x-forwarded-for",
                        "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\nConnection: Upgrade, HTTP2-Settings",
                        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 777",
                        ":path: /transcripts",
                        "rolecall-warm-up: true", "X: y\r\n\rGET /transcripts HTTP/1.1",
                        "X: y\nX-Original-URL: /transcripts")
                .map(header -> get("/callback/" + transcript, header + "\r\n"));
    }

    /// Callbacks with a second request in their body, for those who do not agree where a body ends.
    Stream<String> bodies() {
        var hidden = get("/transcripts", "");
        var chunked = "0\r\n\r\n" + hidden;
        var length = "Content-Length: %d\r\n".formatted(chunked.length());
        var both = Stream.of("Transfer-Encoding: chunked", "Transfer-Encoding : chunked",
                "Transfer-Encoding:\tchunked", "Transfer-Encoding: xchunked", "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: identity, chunked", "Transfer-Encoding:\u000bchunked",
                " Transfer-Encoding: chunked",
                "X: y\nTransfer-Encoding: chunked", "Transfer-Encoding:\r\n chunked", "Transfer_Encoding: chunked",
                "Transfer-Encoding: \"chunked\"", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked", "Transfer-Encoding: CHUNKED\0")
                .flatMap(encoding -> Stream.of(
                        request("POST", "/callback", length + encoding + "\r\n") + chunked,
                        request("POST", "/callback", encoding + "\r\nContent-Length: 4\r\n") + "%x\r\n%s\r\n0\r\n\r\n"
                                .formatted(hidden.length(), hidden)));
        var lengths = Stream.of("Content-Length: 0\r\nContent-Length: %d", "Content-Length: %d\r\nContent-Length: 0",
                "Content-Length: 0, %d", "Content-Length: +0", "Content-Length: -1", "Content-Length: 0x0",
                "Content-Length : %d", "Content-Length: 99999999999999999999", "Content-Length:\t0")
                .map(header -> request("POST", "/callback", header.formatted(hidden.length()) + "\r\n") + hidden);
        var chunks = Stream.of("0\n\n", "0;x\r\n\r\n", "0;\nx\r\n\r\n", "00000000000000000\r\n\r\n", "-0\r\n\r\n",
                "10000000000000000\r\n\r\n", "0\r\nHost: x\r\n\r\n", "0\r\n\n")
                .map(end -> request("POST", "/callback", "Transfer-Encoding: chunked\r\n") + end + hidden);
        var empty = Stream.of(request("GET", "/callback", length) + chunked,
                request("HEAD", "/callback", length) + chunked, request("DELETE", "/callback", length) + chunked,
                request("POST", "/callback", "Expect: 100-continue\r\n" + length) + chunked,
                request("POST", "/callback", "Expect: y 100-continue\r\nContent-Length: 0\r\n") + hidden,
                request("GET", "/callback", "") + hidden);
        return Stream.of(both, lengths, chunks, empty).flatMap(it -> it);
    }

    private String get(String path, String headers) {
        return request("GET", path, headers + "Connection: close\r\n");
    }

    /// @param headers lines with their ends
    private String request(String method, String path, String headers) {
        return "%s %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n%s\r\n".formatted(method, path, host, key,
                headers);
    }
}
