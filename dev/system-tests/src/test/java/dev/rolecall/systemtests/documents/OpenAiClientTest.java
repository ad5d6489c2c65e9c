package dev.rolecall.systemtests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.rolecall.fakellm.FakeLlm;
import dev.rolecall.systemtests.deployment.NodePackages;
import dev.rolecall.systemtests.deployment.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// OpenAI's own client for JavaScript takes the fake LLM for OpenAI. The one for Java has its test beside the fake LLM.
class OpenAiClientTest {
    private static final String PROGRAM = """
            import OpenAI from "openai";
            const client = new OpenAI({ apiKey: "key", baseURL: "ADDRESS", maxRetries: 0 });
            const messages = [{ role: "user", content: "Hello?" }];
            const asked = await client.chat.completions.create({ model: "m", messages });
            console.log(asked.choices[0].message.content, asked.usage.completion_tokens_details !== undefined);
            const schema = { type: "object", properties: { colour: { type: "string", enum: ["red", "blue"] } },
                required: ["colour"], additionalProperties: false };
            const shaped = await client.chat.completions.create({ model: "m", messages,
                response_format: { type: "json_schema", json_schema: { name: "answer", strict: true, schema } } });
            console.log(JSON.parse(shaped.choices[0].message.content).colour);
            let text = "";
            for await (const part of await client.chat.completions.create({ model: "m", messages, stream: true })) {
                text += part.choices[0]?.delta?.content ?? "";
            }
            console.log("streamed", text.length > 0);
            try {
                await client.chat.completions.create({ model: "m", messages, temperature: 7 });
            } catch (error) {
                console.log(error instanceof OpenAI.BadRequestError, error.param, error.type);
            }
            """;
    @TempDir
    private Path folder;

    @Test
    void isAnsweredAsByOpenAi() throws IOException {
        NodePackages.install();
        Files.createSymbolicLink(folder.resolve("node_modules"), NodePackages.FOLDER.resolve("node_modules"));
        try (var fakeLlm = FakeLlm.start(0)) {
            Files.writeString(folder.resolve("ask.mjs"), PROGRAM.replace("ADDRESS", fakeLlm.url()));

            var ran = Tool.run(folder, "node", "ask.mjs");

            assertThat(ran.code()).as(ran.output()).isZero();
            assertThat(ran.output().lines()).anyMatch(line -> line.contains("fake LLM") && line.endsWith("true"))
                    .contains("red", "streamed true", "true temperature invalid_request_error");
        }
    }
}
