// Reads a transcript with the types that openapi-typescript has made of docs/openapi.yaml: `node read-transcript.js URL KEY ID`.
import createClient from "openapi-fetch";
import type { paths } from "./openapi.js";

declare const process: { argv: string[] };

const [baseUrl, key, id] = process.argv.slice(2) as [string, string, string];
const rolecall = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${key}` } });

const transcript = await rolecall.GET("/transcripts/{id}", { params: { path: { id } } });
const processed = await rolecall.GET("/transcripts/{id}/processed", { params: { path: { id } } });
const tagged = await rolecall.GET("/transcripts", { params: { query: { tag: "no-such-tag" } } });
if (transcript.data === undefined || processed.data === undefined || tagged.data === undefined) {
  throw new Error(JSON.stringify([transcript.error, processed.error, tagged.error]));
}
const speakers = processed.data.speakers.map((speaker) => `${speaker.speaker} ${speaker.role}`);
console.log(transcript.data.processingStatus, processed.data.turns.length, tagged.data.transcripts.length, speakers.join(", "));
