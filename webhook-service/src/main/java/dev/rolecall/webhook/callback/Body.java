package dev.rolecall.webhook.callback;

import java.util.HexFormat;

/// A body as it will be stored.
///
/// @param zstd the bytes as received, compressed
/// @param size in bytes, before compression
/// @param sha256 of the bytes before compression
@SuppressWarnings("ArrayRecordComponent") // bytes that are handed on once; bodies are compared by their hash
record Body(byte[] zstd, long size, byte[] sha256, Contents contents) {

    String hash() {
        return HexFormat.of().formatHex(sha256);
    }
}
