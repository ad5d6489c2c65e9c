package dev.rolecall.benchmarks.receiving;

import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import com.github.luben.zstd.Zstd;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;

/// The minimum that a receiver of callbacks can do: a bare Vert.x server that reads the body and executes one insert,
/// through the same driver, with as many connections and event loops. It checks, parses and hashes nothing.
///
/// - `/baseline` inserts what webhook-service inserts, with the body as received
/// - `/baseline-compressed` the same, with a body that was compressed before
/// - `/json`, `/jsonb` insert the body into a column of that type
final class BaselineServer extends AbstractVerticle {
    private static final int CONNECTIONS = 20;
    private static final Map<Integer, Buffer> COMPRESSED = new ConcurrentHashMap<>();
    private static final String INSERT = """
            WITH stored AS (
                INSERT INTO transcripts (id, request_id, status, duration_seconds, channels, speakers, language, model,
                    tags, extra, job, month)
                VALUES ($1, $2, 'completed', 61.5, 1, 2, 'en', 'general-nova-3', '{}', '{}', 1, $3)
                ON CONFLICT (request_id) DO NOTHING
                RETURNING id, job, month
            ), body AS (
                INSERT INTO raw_transcripts (transcript_id, job, month, body, size_bytes, sha256)
                SELECT id, job, month, $4::bytea, $5::bigint, $6::bytea FROM stored
            ), event AS (
                INSERT INTO outbox (id, writer, topic, key, value, headers, publish_after)
                SELECT $7::uuid, 'baseline', 'transcript-ready', $2::text, $8::bytea, $9::jsonb, now() FROM stored
            )
            SELECT id FROM stored""";
    private static final Buffer HASH = Buffer.buffer(new byte[32]);
    private static final Buffer EVENT = Buffer.buffer("x".repeat(200));
    private static final JsonObject HEADERS = new JsonObject(
            Map.of("ce_specversion", "1.0", "ce_type", "dev.rolecall.TranscriptReady", "ce_source", "/webhook-service",
                    "content-type", "application/json"));

    private final int port;
    private final Pool pool;

    private BaselineServer(int port, Pool pool) {
        this.port = port;
        this.pool = pool;
    }

    /// Arguments: its port, then PostgreSQL's host, port, database, user and password.
    public static void main(String[] arguments) {
        var vertx = Vertx.vertx();
        var options = new PgConnectOptions().setHost(arguments[1])
                .setPort(Integer.parseInt(arguments[2]))
                .setDatabase(arguments[3])
                .setUser(arguments[4])
                .setPassword(arguments[5])
                .setCachePreparedStatements(true);
        var pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(CONNECTIONS).setShared(true))
                .connectingTo(options)
                .using(vertx)
                .build();
        Supplier<io.vertx.core.Verticle> server = () -> new BaselineServer(Integer.parseInt(arguments[0]), pool);
        vertx.deployVerticle(server,
                new DeploymentOptions().setInstances(2 * Runtime.getRuntime().availableProcessors()))
                .onFailure(failure -> {
                    System.err.println("failed to start the baseline server: " + failure);
                    System.exit(1);
                });
    }

    @Override
    public void start(Promise<Void> started) {
        vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(port, "127.0.0.1")
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private void answer(HttpServerRequest request) {
        request.body()
                .compose(body -> insert(request.path(), body))
                .onSuccess(_ -> request.response().end())
                .onFailure(failure -> request.response().setStatusCode(500).end(failure.toString()));
    }

    private Future<?> insert(String path, Buffer body) {
        return switch (path) {
            case "/baseline" -> insert(body, body.length());
            case "/baseline-compressed" -> insert(
                    COMPRESSED.computeIfAbsent(body.length(), _ -> Buffer.buffer(Zstd.compress(body.getBytes(), 1))),
                    body.length());
            case "/json" -> insertText("INSERT INTO baseline_json (id, body) VALUES ($1, $2::text::json)", body);
            case "/jsonb" -> insertText("INSERT INTO baseline_jsonb (id, body) VALUES ($1, $2::text::jsonb)", body);
            default -> Future.failedFuture("there is nothing at " + path);
        };
    }

    private Future<?> insert(Buffer body, int size) {
        var id = UUID.randomUUID();
        return pool.preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addString(id.toString())
                        .addLocalDate(LocalDate.now(java.time.ZoneOffset.UTC).withDayOfMonth(1))
                        .addBuffer(body)
                        .addLong((long) size)
                        .addBuffer(HASH)
                        .addUUID(UUID.randomUUID())
                        .addBuffer(EVENT)
                        .addValue(HEADERS));
    }

    private Future<?> insertText(String sql, Buffer body) {
        return pool.preparedQuery(sql).execute(Tuple.of(UUID.randomUUID(), body.toString()));
    }
}
