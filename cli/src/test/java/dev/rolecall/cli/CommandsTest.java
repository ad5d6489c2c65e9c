package dev.rolecall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Over real HTTP, against a server that records what it is asked.
class CommandsTest {
    private static final String ID = "01a209c1-ca1f-7d17-845f-c622db1dab66";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String answer = "";
    /// What is answered first, one after the other.
    private final Queue<String> first = new ArrayDeque<>();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add("%s %s %s %s".formatted(exchange.getRequestMethod(), exchange.getRequestURI(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)).strip());
            var bytes = (first.isEmpty() ? answer : first.remove()).getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void listsWhatIsStuckAndSaysWhatHoldsItUp() {
        answer = """
                {"lookedAt":"2026-11-30T12:00:00.123Z","counts":{"never-queued":2},
                 "look":{"waitingFor":[{"topic":"transcript-ready","partition":3,"committed":7,"end":10}]},
                 "jobs":[{"transcriptId":"%s","kind":"never-queued","job":1,"attempts":0,"processingStatus":"pending",
                          "foundAt":"2026-11-30T11:00:00Z"}]}""".formatted(ID);

        assertThat(run("reconcile", "--dry-run")).isZero();

        assertThat(asked).containsExactly("GET /operations/stuck?limit=50 Bearer secret");
        assertThat(out.toString()).contains("Looked at 2026-11-30T12:00:00Z", "never-queued", ID,
                "transcript-ready, partition 3: the record at offset 7 is not settled, and 2 come after it");
    }

    @Test
    void importsBodiesOnceAndGoesOnAfterAnInterruption(@TempDir Path folder) throws IOException {
        var bodies = Files.createDirectories(folder.resolve("bodies/2026"));
        Files.writeString(bodies.resolve("a.json"), "{1}");
        Files.writeString(bodies.resolve("b.json"), "{2}");
        Files.writeString(bodies.resolve("c.txt"), "no body");
        answer = "{\"outcome\":\"stored\"}";
        var arguments = new String[]{"import", "" + folder.resolve("bodies"), "--per-second", "1000", "--progress",
                "" + folder.resolve("progress"), "--callback", address() + "/callback", "--password", "p"};

        assertThat(runAsGiven(arguments)).isZero();
        assertThat(asked).containsExactly("POST /callback Basic ZGVlcGdyYW06cA== {1}",
                "POST /callback Basic ZGVlcGdyYW06cA== {2}");
        assertThat(out.toString()).contains("2 of 2", "stored              2");
        assertThat(runAsGiven(arguments)).isZero();
        assertThat(asked).hasSize(2);

        Files.writeString(bodies.resolve("d.json"), "{3}");
        status = 401;
        assertThat(runAsGiven(arguments)).isEqualTo(1);
        assertThat(out.toString()).contains("d.json: answered 401");
        status = 200;
        assertThat(runAsGiven(arguments)).isZero();
        assertThat(asked).last().asString().endsWith("{3}");
        assertThat(runAsGiven("import", "" + Files.createDirectory(folder.resolve("empty")))).isEqualTo(1);
        assertThat(err.toString()).contains("There is no *.json");
        arguments[7] = address() + "/another";
        assertThat(runAsGiven(arguments)).isEqualTo(1);
        assertThat(err.toString()).contains("another address");
    }

    @Test
    void plansAndAsksForRetention() {
        answer = """
                {"plan":{"transcripts":7,"unfinished":1,"replaying":0,"held":2,"failed":3,"droppable":false}}""";
        assertThat(run("retention", "plan", "2026-05")).isZero();
        assertThat(asked).last().asString().contains("POST /operations/retentions", "\"month\":\"2026-05\"",
                "\"dryRun\":true");
        assertThat(out.toString()).contains("7 transcripts", "1 are unfinished", "2 are under legal hold",
                "the labelling of 3 has failed", "nothing of it can be dropped");
        assertThat(run("retention", "drop", "--tag", "import", "--before", "2026-05-01T00:00:00Z")).isEqualTo(1);
        assertThat(err.toString()).contains("--yes");
        assertThat(asked).hasSize(1);
        answer = """
                {"plan":{"transcripts":7,"droppable":true},"retention":{"id":3,"state":"asked"}}""";
        assertThat(run("retention", "drop", "--tag", "import", "--before", "2026-05-01T00:00:00Z", "--yes")).isZero();
        assertThat(asked).last().asString().contains("\"tag\":\"import\"", "\"before\":\"2026-05-01T00:00:00Z\"");
        assertThat(out.toString()).contains("retention 3");
        assertThat(run("retention", "drop", "2026-05", "--tag", "import", "--before", "now", "--yes")).isEqualTo(2);
        answer = "[{\"id\":3,\"month\":\"2026-05-01\",\"state\":\"refused\",\"note\":\"1 held\",\"dropped\":0,\"kept\":0}]";
        assertThat(run("retention", "list")).isZero();
        assertThat(out.toString()).contains("refused", "2026-05", "1 held");
        answer = "[{\"month\":\"2026-05-01\",\"bytes\":12000000},{\"month\":\"2026-04-01\",\"bytes\":0,\"droppedAt\":\"2026-11-30T12:00:00Z\"}]";
        assertThat(run("retention", "months")).isZero();
        assertThat(out.toString()).contains("12 MB", "dropped at 2026-11-30T12:00:00");
    }

    @Test
    void placesAndReleasesHolds() {
        answer = "{\"id\":4,\"tag\":\"case-7\",\"reason\":\"a trial\",\"heldBy\":\"me\",\"heldAt\":\"2026-11-30T12:00:00Z\"}";
        assertThat(run("hold", "add", "--tag", "case-7", "--reason", "a trial")).isZero();
        assertThat(asked).last().asString().contains("POST /operations/holds", "\"tag\":\"case-7\"",
                "\"reason\":\"a trial\"");
        assertThat(run("hold", "add", "--reason", "a trial")).isEqualTo(2);
        assertThat(run("hold", "release", "4")).isZero();
        assertThat(asked).last().asString().contains("POST /operations/holds/4/release");
        answer = "[%s]".formatted(answer);
        assertThat(run("hold", "list")).isZero();
        assertThat(out.toString()).contains("tag case-7", "a trial");
    }

    @Test
    void exportsIntoAFileThatDoesNotExist(@TempDir Path folder) throws IOException {
        answer = "an archive";
        var file = folder.resolve("export.zip");
        assertThat(run("export", "--tag", "a b", "--to", "" + file)).isZero();
        assertThat(asked).last().asString().contains("POST /operations/export", "\"tag\":\"a b\"");
        assertThat(file).hasContent("an archive");
        assertThat(run("export", "--tag", "a", "--to", "" + file)).isEqualTo(1);
        assertThat(err.toString()).contains("exists");
        status = 404;
        answer = "{\"detail\":\"Nothing is held about a tag.\"}";
        assertThat(run("export", "--tag", "a", "--to", "" + folder.resolve("other"))).isEqualTo(1);
        assertThat(err.toString()).contains("Nothing is held about a tag.");
        assertThat(folder).isDirectoryNotContaining("glob:**other*");
    }

    @Test
    void bringsARestoredDatabaseUpToDate(@TempDir Path folder) throws IOException {
        answer = "{\"confirmed\":false,\"mark\":1,\"reason\":\"Kafka has lost what it remembered.\"}";
        assertThat(run("after-restore")).isEqualTo(2);
        assertThat(out.toString()).contains("not served yet. Kafka has lost");

        answer = "{\"confirmed\":true,\"mark\":1,\"added\":1}";
        var ledger = Files.writeString(folder.resolve("ledger"),
                "%s 2026-11-30T12:00:00Z%n".formatted("ab".repeat(32)));
        assertThat(run("after-restore", "--ledger", "" + ledger)).isZero();
        assertThat(asked).anyMatch(it -> it.contains("POST /operations/restore/ledger") && it.contains("ab".repeat(32)))
                .anyMatch(it -> it.contains("POST /operations/restore "));
        assertThat(out.toString()).contains("1 erasures, of which the database did not know 1", "is up to date");

        asked.clear();
        assertThat(run("after-restore", "--ledger", "" + Files.writeString(folder.resolve("no"), "no ledger")))
                .isEqualTo(1);
        assertThat(err.toString()).contains("64 hexadecimal digits", "Nothing was done");
        assertThat(asked).isEmpty();
        assertThat(run("after-restore", "--without-ledger")).isZero();
    }

    @Test
    void listsAndStoresWhatIsInQuarantine() {
        answer = "[{\"sha256\":\"ab\",\"reason\":\"another-body\",\"size\":7,\"receivedAt\":\"2026-11-30T12:00:00Z\"}]";
        assertThat(run("quarantine", "list")).isZero();
        assertThat(out.toString()).contains("ab", "another-body");
        answer = "{}";
        assertThat(run("quarantine", "store", "ab", "--transcript", ID)).isZero();
        assertThat(asked).last().asString().startsWith("POST /quarantine/ab/reprocess?transcriptId=" + ID);
        assertThat(run("quarantine", "store")).isEqualTo(1);
        assertThat(err.toString()).contains("Name a body, or a reason");
    }

    @Test
    void tellsWhatHappenedAndWhatToDo() {
        answer = """
                {"id":"%s","requestId":"r","status":"completed","processingStatus":"failed","job":1,"attempts":3,"way":"queue",
                 "events":[{"at":"2026-11-30T12:00:00.5Z","what":"result","details":{"model":"m","withheldTurns":[],
                   "claims":[{"speaker":"0:1","claim":"name","turns":[3,4],"isKept":false,"reason":"not said","weight":0.2}]}}],
                 "now":"Labelling failed.","advice":"Replay it."}"""
                .formatted(ID);

        assertThat(run("explain", ID)).isZero();

        assertThat(asked).containsExactly("GET /operations/explain/" + ID + "?text=false Bearer secret");
        assertThat(out.toString()).contains("2026-11-30T12:00:00Z  result           model=m",
                "dropped name of 0:1: not said; turns 3, 4, weight 0.2", "Labelling failed.", "What to do: Replay it.");
    }

    @Test
    void tellsWhetherAllIsWell() {
        answer = """
                {"at":"2026-11-30T12:00:00Z","acknowledgementP99Millis":12.3,"topics":[{"topic":"transcript-ready","waiting":7}],
                 "tables":{"storedInLastMinute":5,"unfinished":[{"status":"completed","processingStatus":"pending","count":7,"oldestSeconds":75.2}],
                 "outbox":{"rows":0},"pods":[{"name":"a","version":"1","state":{"limit":64,"inFlight":3,"waiting":0}}],"pauses":[],
                 "deadLetters":{},"blockedPartitions":0,"quarantined":0,"spentToday":{"usd":1.5,"tokens":1000}}}""";

        assertThat(run("status")).isZero();

        assertThat(out.toString()).contains("5 stored in the last minute; acknowledged within 12 ms", "oldest 1 min",
                "transcript-ready", "3 of 64 in flight", "1.50 USD").doesNotContain("!");
        answer = answer.replace("\"blockedPartitions\":0", "\"blockedPartitions\":2").replace("\"deadLetters\":{}",
                "\"deadLetters\":{\"model-refused\":4}");
        assertThat(run("status")).isEqualTo(2);
        assertThat(out.toString()).contains("! dead letters 4 open", "! stuck        2 partitions stand still");
        assertThat(run("status", "--json")).isEqualTo(2);
    }

    @Test
    void erasesOnlyWhenToldTwice() {
        answer = "{\"matched\":3,\"waiting\":3}";

        assertThat(run("erase", "--tag", "a b")).isEqualTo(1);
        assertThat(asked).isEmpty();
        assertThat(err.toString()).contains("--dry-run", "--yes");
        assertThat(run("erase", "--tag", "a b", "--dry-run")).isZero();
        assertThat(run("erase", "--extra", "patient=7", "--yes")).isZero();

        assertThat(asked).hasSize(2);
        assertThat(asked.getFirst()).startsWith("POST /operations/erasures").contains("\"tag\":\"a b\"",
                "\"dryRun\":true");
        assertThat(asked.getLast()).contains("\"extra\":{\"patient\":\"7\"}", "\"dryRun\":false");
        assertThat(out.toString()).contains("3 would be erased", "3 will be erased; 3 wait");
    }

    @Test
    void printsTheLedgerOfErasures() {
        answer = "[{\"hash\":\"abcd\",\"erasedAt\":\"2026-11-30T12:00:00Z\"}]";

        assertThat(run("erase", "--print-ledger")).isZero();

        assertThat(out.toString()).isEqualTo("abcd 2026-11-30T12:00:00Z%n".formatted());
    }

    @Test
    void looksForStuckJobsAtOnce() {
        first.add("");
        answer = "{\"lookedAt\":\"2026-11-30T12:00:00Z\",\"look\":{\"onlyListedBecause\":\"Kafka does not answer\",\"waitingFor\":[]},\"counts\":{},\"jobs\":[]}";

        assertThat(run("reconcile")).isZero();

        assertThat(asked).first().isEqualTo("POST /operations/reconcile Bearer secret");
        assertThat(out.toString()).contains("and only listed: Kafka does not answer", "Nothing seems to be stuck");
    }

    @Test
    void printsANewKeyAndNothingElse() {
        answer = "{\"id\":\"" + ID + "\",\"key\":\"rolecall_1\"}";

        assertThat(run("keys", "add", "a team", "--tag", "sales", "--tag", "support")).isZero();

        assertThat(out).hasToString("rolecall_1" + System.lineSeparator());
        assertThat(asked).containsExactly("POST /keys Bearer secret "
                + "{\"name\":\"a team\",\"role\":\"reader\",\"tags\":[\"sales\",\"support\"]}");
    }

    @Test
    void listsKeys() {
        answer = """
                [{"id":"%s","name":"ops","role":"operator","createdAt":"2026-11-26T10:00:00Z"},
                 {"id":"%s","name":"app","role":"reader","tags":["x"],"revokedAt":"2026-11-26T11:00:00Z"}]"""
                .formatted(ID, ID);

        assertThat(run("keys", "list")).isZero();

        assertThat(out.toString().lines().toList()).satisfiesExactly(
                line -> assertThat(line).startsWith("ID"),
                line -> assertThat(line).contains(ID, "operator", "ops", "all").doesNotContain("revoked"),
                line -> assertThat(line).contains(ID, "reader", "app", "x", "revoked 2026-11-26T11:00:00Z"));
    }

    @Test
    void listsDeadLettersPageByPage() {
        var deadLetter = """
                {"id":%d,"state":"open","transcriptId":"%s","code":"timeout","attempts":5,"replays":0,
                 "failedAt":"2026-11-26T10:00:00.123Z","reason":"the LLM\\ndid not answer"}""";
        first.add("{\"deadLetters\":[%s],\"next\":8}".formatted(deadLetter.formatted(9, ID)));
        first.add("{\"deadLetters\":[%s]}".formatted(deadLetter.formatted(7, ID)));

        assertThat(run("dead-letters", "list", "--code", "timeout", "--tag", "a&b", "--limit", "600")).isZero();

        assertThat(out.toString().lines().toList()).satisfiesExactly(
                line -> assertThat(line).startsWith("ID"),
                line -> assertThat(line).contains("9", ID, "timeout", "2026-11-26T10:00:00Z",
                        "the LLM did not answer"),
                line -> assertThat(line).startsWith("7"));
        assertThat(asked).hasSize(2)
                .allMatch(request -> request.contains("code=timeout") && request.contains("tag=a%26b"))
                .satisfiesExactly(request -> assertThat(request).contains("limit=500"),
                        request -> assertThat(request).contains("limit=100").contains("before=8"));
    }

    @Test
    void countsDeadLetters() {
        answer = """
                {"total":3,"byCode":{"timeout":2,"model-refused":1},"byHour":{"2026-11-26T10:00:00Z":3}}""";

        assertThat(run("dead-letters", "count")).isZero();

        assertThat(out.toString().lines().toList()).satisfiesExactly(
                line -> assertThat(line).isEqualTo("3 dead letters"),
                line -> assertThat(line).contains("timeout", "2", "█".repeat(40)),
                line -> assertThat(line).contains("model-refused", "1", "█".repeat(20)).doesNotContain("█".repeat(21)),
                line -> assertThat(line).contains("2026-11-26T10:00:00Z", "3"));
    }

    @Test
    void parksWithAReason() {
        answer = "{\"changed\":4}";

        assertThat(run("dead-letters", "park", "--code", "timeout", "--reason", "the LLM moves")).isZero();
        assertThat(run("dead-letters", "park", "--code", "timeout")).isEqualTo(2);

        assertThat(out).hasToString("parked 4" + System.lineSeparator());
        assertThat(asked).singleElement().asString()
                .startsWith("POST /operations/dead-letters/park?")
                .contains("code=timeout", "reason=the+LLM+moves");
    }

    @Test
    void plansAReplayAndShowsItUntilItIsDone() {
        var replay = """
                {"replay":{"id":"%s","state":"%s","jobs":4,"perSecond":2.0,"plan":{"seconds":2,"tokens":4000,"usd":0.5,
                  "byCode":{"timeout":4},"byHour":{"2026-11-26T10:00:00Z":4}}},
                 "progress":{"waiting":%d,"raised":%d,"skipped":0,"completed":%d,"failed":0,"underWay":%d}}""";
        first.add(replay.formatted(ID, "planned", 4, 0, 0, 0));
        first.add(replay.formatted(ID, "running", 4, 0, 0, 0));
        first.add(replay.formatted(ID, "running", 2, 2, 1, 1));
        first.add(replay.formatted(ID, "completed", 0, 4, 4, 0));

        assertThat(run("replay", "plan", "--code", "timeout", "--per-second", "2", "--start")).isZero();

        assertThat(out.toString()).contains("4 jobs at 2.0 a second, 2 s", "about 4,000 tokens, 0.50 USD", "timeout")
                .contains("raised 2 of 4: 1 labelled, 1 under way", "raised 4 of 4: 4 labelled, 0 under way");
        assertThat(asked.get(0)).startsWith("POST /operations/replays?").contains("code=timeout", "perSecond=2",
                "force=false");
        assertThat(asked.get(1)).startsWith("POST /operations/replays/%s/start".formatted(ID));
        assertThat(asked).hasSize(4);
    }

    @Test
    void pausesAndResumes() {
        first.add("""
                [{"pod":"","topic":"transcript-ready","reason":"the LLM moves","pausedBy":"ops",
                  "pausedAt":"2026-11-26T10:00:00.5Z"}]""");
        first.add("[]");

        assertThat(run("pause", "--topic", "transcript-ready", "--reason", "the LLM moves")).isZero();
        assertThat(run("resume")).isZero();
        assertThat(run("pause")).isEqualTo(2);

        assertThat(out.toString().lines().toList()).satisfiesExactly(
                line -> assertThat(line).startsWith("POD"),
                line -> assertThat(line).contains("all", "transcript-ready", "2026-11-26T10:00:00Z", "ops",
                        "the LLM moves"),
                line -> assertThat(line).isEqualTo("nothing is paused"));
        assertThat(asked).containsExactly(
                "POST /operations/pause?topic=transcript-ready&reason=the+LLM+moves Bearer secret",
                "POST /operations/resume Bearer secret");
    }

    @Test
    void revokesAKey() {
        status = 204;

        assertThat(run("keys", "revoke", ID)).isZero();

        assertThat(asked).containsExactly("DELETE /keys/" + ID + " Bearer secret");
    }

    @Test
    void saysWhatTheApiSays() {
        status = 403;
        answer = "{\"status\":403,\"detail\":\"This needs the key of an operator.\"}";

        assertThat(run("keys", "list")).isEqualTo(1);

        assertThat(err.toString()).contains("answers 403: This needs the key of an operator.");
    }

    @Test
    void saysThatNobodyAnswers() {
        server.stop(0);

        assertThat(run("keys", "list")).isEqualTo(1);

        assertThat(err.toString()).contains("does not answer", "--url");
    }

    @Test
    void refusesWrongArguments() {
        assertThat(run("keys", "revoke", "nonsense")).isEqualTo(2);
        assertThat(run("keys", "add", "x", "--role", "admin")).isEqualTo(2);

        assertThat(err.toString()).contains("nonsense", "reader, operator");
        assertThat(asked).isEmpty();
    }

    @Test
    void setsAFlag() {
        answer = "[{\"flag\":\"way\",\"tag\":\"beta\",\"percent\":12.5,\"value\":\"off\"}]";

        assertThat(run("flags", "set", "way", "off", "--percent", "12.5", "--tag", "beta")).isZero();

        assertThat(asked).containsExactly("PUT /flags/way Bearer secret "
                + "{\"value\":\"off\",\"percent\":12.5,\"tag\":\"beta\"}");
        assertThat(out.toString().lines().toList()).satisfiesExactly(line -> assertThat(line).startsWith("FLAG"),
                line -> assertThat(line).contains("way", "off", "12.5", "tag beta"),
                line -> assertThat(line).contains("way", "queue", "all others"));
    }

    @Test
    void tellsWhoHasSetWhat() {
        answer = "[{\"at\":\"2026-11-27T10:00:00Z\",\"who\":\"ops\",\"act\":\"flag-set\",\"target\":\"way=off 10% of all\"}]";

        assertThat(run("flags", "history")).isZero();

        assertThat(asked).containsExactly("GET /audit?act=flag-set&limit=500 Bearer secret");
        assertThat(out.toString()).contains("2026-11-27T10:00:00Z", "ops", "way=off 10% of all");
    }

    @Test
    void releasesUntilNothingIsHeld() {
        first.add("{\"released\":1000,\"held\":7}");
        first.add("{\"released\":7,\"held\":0}");
        answer = "{\"released\":0,\"held\":0}";

        assertThat(run("held", "release", "--tag", "a b")).isZero();

        assertThat(asked).hasSize(3).containsOnly("POST /held/release?tag=a+b Bearer secret");
        assertThat(out.toString()).contains("released 1000; 7 are held", "released 1007 in all");
    }

    @Test
    void addsUpComparisonsOfAllPagesAndDrawsThem() throws IOException {
        first.add("{\"pending\":0,\"processing\":1,\"completed\":3,\"failed\":0}");
        first.add("{\"comparisons\":[%s,%s],\"next\":\"%s\"}".formatted(comparison("same", "Ann"),
                comparison("only-new", "<Bo & Co>"), ID));
        answer = "{\"comparisons\":[%s]}".formatted(comparison("different", "Cy"));
        var picture = Files.createTempFile("comparison", ".svg");

        assertThat(run("adoption", "compare", "--tag", "beta", "--limit", "3", "--picture", picture.toString()))
                .isZero();

        assertThat(asked).extracting(request -> request.split(" ", 3)[1]).containsExactly("/adoption/shadows",
                "/adoption/comparisons?limit=3&tag=beta", "/adoption/comparisons?limit=1&tag=beta&before=" + ID);
        assertThat(out.toString()).contains("3 completed, 1 at work", "3 TRANSCRIPTS", "new: agent, Cy")
                .containsPattern("roles and names +1 +1 +0 +1 +0");
        assertThat(Files.readString(picture)).contains("new: agent, &lt;Bo &amp; Co>").doesNotContain("agent, Ann");
        Files.delete(picture);
    }

    private static String comparison(String outcome, String name) {
        return """
                {"transcriptId":"%s","outcome":"%s","roles":"same","names":"%2$s",
                 "speakers":[{"speaker":"0:0","oldRole":"agent","newRole":"agent","newName":"%3$s"}]}"""
                .formatted(ID, outcome, name);
    }

    @Test
    void beginsShadowsUntilThereAreEnough() {
        first.add("{\"begun\":1000}");
        first.add("{\"begun\":200}");
        answer = "{\"pending\":1200,\"processing\":0,\"completed\":0,\"failed\":0}";

        assertThat(run("adoption", "shadow", "--limit", "1200")).isZero();

        assertThat(asked).extracting(request -> request.split(" ", 3)[1]).containsExactly(
                "/adoption/shadows?limit=1000",
                "/adoption/shadows?limit=200", "/adoption/shadows");
        assertThat(out.toString()).contains("queued 1200");
    }

    private int run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", address(), "--key", "secret"));
        return runAsGiven(all.toArray(String[]::new));
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private int runAsGiven(String... arguments) {
        return RolecallCommand.commandLine(arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
