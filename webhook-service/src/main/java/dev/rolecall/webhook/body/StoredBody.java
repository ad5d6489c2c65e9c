package dev.rolecall.webhook.body;

import com.github.luben.zstd.Zstd;

/// The bytes of a stored body, for clients.
public final class StoredBody {
    private StoredBody() {}

    /// The bytes exactly as received, except that the callback's secret is masked. Too slow for an event loop.
    ///
    /// @param zstd as stored
    /// @param size before compression, in bytes
    public static byte[] masked(byte[] zstd, long size) {
        return MaskSecret.in(Zstd.decompress(zstd, Math.toIntExact(size)));
    }
}
