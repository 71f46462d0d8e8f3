/** `npm run sayings:check`: counts the sayings and names what is wrong with them; fails on any fault. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot, readKnowledge } from "./index.ts";
import { faultsOf } from "./saying-faults.ts";

/** Evaluation data lies beside the checkout where its owner has it; without it that one check is left out, and said so. */
const EVALUATION = [
  join(packageRoot(), "..", "shared", "eval"),
  join(packageRoot(), "test", "evaluation"),
  join(packageRoot(), "test", "evaluation", "tuning"),
];

const { notice, sayings, followUps } = readKnowledge();
const folders = EVALUATION.filter((folder) => existsSync(folder));
const evaluation = folders.flatMap(sentencesIn);
const faults = faultsOf([...sayings, ...followUps], notice, evaluation);

const counts = new Map<string, number>();
for (const { label } of sayings) counts.set(label, (counts.get(label) ?? 0) + 1);
for (const [label, count] of counts)
  process.stdout.write(`${label.padEnd(10)} ${String(count).padStart(5)}\n`);
process.stdout.write(
  `${"all".padEnd(10)} ${String(sayings.length).padStart(5)}, follow-ups ${followUps.length}\n`,
);
process.stdout.write(
  `compared with ${evaluation.length} evaluation sentences of ${folders.length} folders\n`,
);
for (const { kind, label, text, reason } of faults)
  process.stdout.write(`${kind} ${label}: ${text} (${reason})\n`);
process.stdout.write(`${faults.length} faults\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

/** Every string an owner could have said, wherever it stands in the folder's JSON lines. */
function sentencesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".jsonl"))
    .flatMap((file) => readFileSync(join(folder, file), "utf8").split("\n"))
    .filter((line) => line.trim() !== "")
    .flatMap((line) => stringsIn(JSON.parse(line)))
    .filter((text) => /\p{Script=Han}{2}/u.test(text));
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(stringsIn);
}
