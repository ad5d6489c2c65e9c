package dev.rolecall.webhook.body;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import jakarta.ws.rs.core.HttpHeaders;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import org.jboss.resteasy.reactive.RestResponse;

/// The bytes of a stored body, for clients.
public final class StoredBody {
    private StoredBody() {}

    /// The bytes exactly as received, except that the callback's secret is masked. They are unzipped while the client
    /// reads them, so only the compressed body is in memory. Too slow for an event loop.
    ///
    /// @param zstd as stored
    /// @param size before compression, in bytes
    public static RestResponse<InputStream> masked(byte[] zstd, long size) {
        try {
            InputStream body = new MaskSecret(new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(zstd)));
            return RestResponse.ResponseBuilder.ok(body).header(HttpHeaders.CONTENT_LENGTH, size).build();
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read a stored body", e);
        }
    }
}
