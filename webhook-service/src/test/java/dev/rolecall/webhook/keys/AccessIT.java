package dev.rolecall.webhook.keys;

import static dev.rolecall.webhook.TestCallbacks.operator;
import static dev.rolecall.webhook.TestCallbacks.send;
import static dev.rolecall.webhook.TestCallbacks.with;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rolecall.webhook.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every route of docs/openapi.yaml, with every kind of caller.
@QuarkusTest
@QuarkusTestResource(RealServers.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
@TestProfile(AccessIT.WithOidc.class)
class AccessIT {
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    public static class WithOidc implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.oidc.tenant-enabled", "true", "quarkus.oidc.auth-server-url",
                    "${keycloak.url}/realms/quarkus", "rolecall.audit.reads", "true");
        }
    }

    /// @param method in lower case
    record Route(String method, String path, JsonNode operation) {
        boolean declares(int status) {
            return operation.path("responses").has("" + status);
        }

        int answer(RequestSpecification caller) {
            var concrete = path.replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
            return caller.contentType("application/json").body("{}").when().request(method, concrete).statusCode();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Stream<Route> routes() throws IOException {
        var document = new YAMLMapper().readTree(Path.of("../docs/openapi.yaml").toFile());
        var routes = new ArrayList<Route>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().forEach(operation -> {
            if (operation.getValue().has("operationId")) {
                routes.add(new Route(operation.getKey(), path.getKey(), operation.getValue()));
            }
        }));
        assertThat(routes).hasSizeGreaterThan(10);
        return routes.stream();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void answersEveryCallerAsDocumented(Route route) {
        if (route.path().startsWith("/callback")) {
            assertThat(route.declares(FORBIDDEN)).isFalse();
            assertThat(route.answer(given())).isEqualTo(UNAUTHORIZED);
            assertThat(route.answer(operator())).as("an API key is not Deepgram's").isEqualTo(UNAUTHORIZED);
            return;
        }
        assertThat(route.operation().has("security")).as("a rule").isTrue();
        assertThat(route.declares(UNAUTHORIZED)).isTrue();
        var forReaders = route.declares(FORBIDDEN) ? List.of(FORBIDDEN) : List.of(OK, 400, 404);
        var forOperators = List.of(OK, 201, 204, 400, 404, 409);

        assertThat(route.answer(given())).isEqualTo(UNAUTHORIZED);
        assertThat(route.answer(with("rolecall_unknown"))).isEqualTo(UNAUTHORIZED);
        assertThat(route.answer(with(revoked()))).isEqualTo(UNAUTHORIZED);
        assertThat(route.answer(given().auth().preemptive().basic("deepgram", "secret"))).isEqualTo(UNAUTHORIZED);
        assertThat(route.answer(with(key("reader")))).isIn(forReaders);
        assertThat(route.answer(with(key("reader", "a-tag")))).isIn(forReaders);
        assertThat(route.answer(operator())).isIn(forOperators);
        assertThat(route.answer(with(token("reader")))).isIn(forReaders);
        assertThat(route.answer(with(token("operator")))).isIn(forOperators);
        assertThat(route.answer(with(token("another-role")))).isEqualTo(FORBIDDEN);
        assertThat(route.answer(with(token("operator") + "x"))).isEqualTo(UNAUTHORIZED);
    }

    @Test
    void aKeyOfATagSeesNothingOfAnothers() {
        var ours = tagged("ours-" + UUID.randomUUID());
        var theirs = tagged("theirs-" + UUID.randomUUID());
        var key = key("reader", ours.tag());
        var tokenOfTheirs = issued(Jwt.upn("app").groups("reader").claim("rolecall_tags", List.of(theirs.tag())));

        with(key).get("/transcripts").then().statusCode(OK).body("transcripts.id", contains(ours.id()));
        with(key).get("/transcripts?tag=" + theirs.tag()).then().body("transcripts", hasSize(0));
        with(key).get("/transcripts?requestId=" + theirs.requestId()).then().body("transcripts", hasSize(0));
        with(key).get("/transcripts/" + ours.id()).then().statusCode(OK);
        with(key).get("/transcripts/" + ours.id() + "/raw").then().statusCode(OK);
        for (var path : List.of("", "/raw", "/processed")) {
            with(key).get("/transcripts/" + theirs.id() + path).then().statusCode(404)
                    .body("detail", equalTo("There is no transcript " + theirs.id() + "."));
        }
        with(tokenOfTheirs).get("/transcripts").then().body("transcripts.id", contains(theirs.id()));
        operator().get("/transcripts").then().body("transcripts.id", hasItems(ours.id(), theirs.id()));
    }

    @Test
    void makesListsAndRevokesKeys() {
        var made = operator().contentType("application/json")
                .body("{\"name\":\"a team\",\"tags\":[\"x\"]}")
                .post("/keys")
                .then()
                .statusCode(201)
                .extract();
        var id = made.<String>path("id");
        var key = made.<String>path("key");

        with(key).get("/transcripts").then().statusCode(OK);
        var listed = operator().get("/keys").then().statusCode(OK).body("id", hasItem(id));
        assertThat(listed.extract().asString()).doesNotContain(key).doesNotContain("sha256");
        operator().delete("/keys/" + id).then().statusCode(204);
        with(key).get("/transcripts").then().statusCode(UNAUTHORIZED).body("detail",
                containsString("rolecall keys add"));
        operator().delete("/keys/" + id).then().statusCode(204);
        operator().get("/audit?limit=500").then().statusCode(OK)
                .body("findAll { it.target == '" + id + "' }.act",
                        equalTo(List.of("key-revoked", "key-revoked", "key-added")))
                .body("findAll { it.target == '" + id + "' }.who", everyItem(equalTo("tests")));
    }

    @Test
    void refusesWrongKeys() {
        refuse("{}", "name is missing");
        refuse("{\"name\":\"x\",\"role\":\"admin\"}", "reader or operator");
        refuse("{\"name\":\"x\",\"role\":\"operator\",\"tags\":[\"a\"]}", "must be a reader's");
        operator().delete("/keys/nonsense").then().statusCode(404);
        operator().get("/audit?limit=0").then().statusCode(400).body("detail", containsString("from 1 to 500"));
    }

    @Test
    void recordsWhoReadWhatAndNoText() {
        var transcript = tagged("t-" + UUID.randomUUID());

        operator().get("/transcripts/" + transcript.id() + "/raw").then().statusCode(OK);

        operator().get("/audit").then()
                .body("find { it.target == '" + transcript.id() + "' }.act", equalTo("body-read"))
                .body("target", not(hasItem(transcript.tag())));
    }

    @Test
    void servesTheDocumentToReaders() {
        with(key("reader")).get("/openapi").then().statusCode(OK).body(containsString("operationId: listTranscripts"));
    }

    private static void refuse(String body, String detail) {
        operator().contentType("application/json").body(body).post("/keys").then().statusCode(400)
                .body("detail", containsString(detail));
    }

    private record Tagged(String id, String requestId, String tag) {}

    private static Tagged tagged(String tag) {
        var requestId = UUID.randomUUID().toString();
        var id = send("{\"metadata\":{\"request_id\":\"%s\",\"tags\":[\"%s\"]},\"results\":{\"channels\":[]}}"
                .formatted(requestId,
                        tag))
                .statusCode(OK).extract().<String>path("transcriptId");
        return new Tagged(id, requestId, tag);
    }

    private static String key(String role, String... tags) {
        return operator().contentType("application/json")
                .body(Map.of("name", "test", "role", role, "tags", tags))
                .post("/keys")
                .path("key");
    }

    private static String revoked() {
        var made = operator().contentType("application/json").body("{\"name\":\"leaver\",\"role\":\"operator\"}")
                .post("/keys");
        operator().delete("/keys/" + made.path("id")).then().statusCode(204);
        return made.path("key");
    }

    private static String token(String role) {
        return issued(Jwt.upn("alice").groups(role));
    }

    /// As the test server of quarkus-test-oidc-server does.
    private static String issued(JwtClaimsBuilder claims) {
        return claims.issuer("https://server.example.com").jws().keyId("1").sign();
    }
}
