/**
 * `npm run tune`: fits the fusion on questions that trained nothing (test/evaluation/tuning) and writes `fusion.json`.
 * Coordinate descent on the cross-entropy of the right label, so that the probabilities come out calibrated.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot, readKnowledge } from "../knowledge/index.ts";
import { CHANNELS, type Instruments } from "./channels.ts";
import { openClauseIndex } from "./clause-index.ts";
import { LocalEmbeddings } from "./embedder.ts";
import type { Fusion } from "./fusion.ts";
import { normalise } from "./normalise.ts";
import { judgementOf, type Reading, readQuestion } from "./retriever.ts";

interface TuningQuestion {
  readonly question: string;
  readonly context?: readonly string[];
  readonly labels: readonly string[];
  readonly also: readonly string[];
  readonly kind: string;
  readonly expect: string;
}

interface Example extends TuningQuestion {
  readonly reading: Reading;
  /** Labels any of which is right. */
  readonly right: readonly number[];
}

const START: Fusion = {
  weights: { words: 0.3, sounds: 0.3, meaning: 0.3, features: 0.5, concept: 0.5 },
  asked: 0.5,
  alone: 0.5,
  need: 0.6,
  refusal: 0,
  nearTie: 0.6,
};
const ROUNDS = 6;
/** The share of questions answered by offering a choice stays below this. */
const MOST_CLARIFIED = 0.05;

const root = packageRoot();
const knowledge = readKnowledge();
const embeddings = await LocalEmbeddings.load({ model: join(root, "retrieval", "model") });
const instruments = await openClauseIndex(
  knowledge,
  embeddings,
  join(root, "data", "index", knowledge.notice.id),
);
const examples = await readExamples(
  join(root, "test", "evaluation", "tuning", "questions.jsonl"),
  instruments,
);

let fusion = START;
for (let round = 0; round < ROUNDS; round++) {
  for (const channel of CHANNELS) {
    fusion = best(
      steps(fusion.weights[channel]).map((weight) => ({
        ...fusion,
        weights: { ...fusion.weights, [channel]: weight },
      })),
      surprise,
    );
  }
  fusion = best(
    [0, 0.2, 0.4, 0.6, 0.8, 1].map((asked) => ({ ...fusion, asked })),
    surprise,
  );
  fusion = best(
    [0, 0.15, 0.3, 0.45, 0.6, 0.8].map((alone) => ({ ...fusion, alone })),
    surprise,
  );
  fusion = best(
    [-0.4, -0.2, 0, 0.2, 0.4].map((step) => ({ ...fusion, refusal: rounded(fusion.refusal + step) })),
    surprise,
  );
  process.stderr.write(`round ${round + 1}: surprise ${surprise(fusion).toFixed(4)}\n`);
}
fusion = best(
  [0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map((need) => ({ ...fusion, need })),
  missedNeeds,
);
fusion = best(
  [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map((nearTie) => ({ ...fusion, nearTie })),
  uselessChoices,
);
writeFileSync(join(root, "retrieval", "fusion.json"), `${JSON.stringify(fusion, null, 2)}\n`);
process.stdout.write(`${JSON.stringify(fusion, null, 2)}\n`);

async function readExamples(file: string, { labels }: Instruments): Promise<Example[]> {
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "");
  const found: Example[] = [];
  for (const line of lines) {
    const question = JSON.parse(line) as TuningQuestion;
    const text = normalise(question.question);
    if (!/[\p{L}\p{N}]/u.test(text)) continue;
    const wanted = wantedLabels(question);
    found.push({
      ...question,
      reading: await readQuestion(text, question.context ?? [], instruments, embeddings),
      right: labels.flatMap((label, index) => (wanted.includes(label) ? [index] : [])),
    });
  }
  return found;
}

function wantedLabels({ expect, labels, also }: TuningQuestion): readonly string[] {
  if (expect === "answer") return [...labels, ...also];
  if (expect === "out_of_scope") return ["near-miss", "far", "smalltalk"];
  return [expect];
}

/** Mean cross-entropy of the right labels, a little pulled towards small weights. */
function surprise(candidate: Fusion): number {
  const sum = examples.reduce((total, { reading, right }) => {
    const { probabilities } = judgementOf(reading, instruments, candidate);
    return total - Math.log(right.reduce((mass, label) => mass + (probabilities[label] ?? 0), 1e-6));
  }, 0);
  return sum / examples.length;
}

/** Needs not among the first three, and single questions taken for two. */
function missedNeeds(candidate: Fusion): number {
  return examples.reduce((missed, { reading, labels, kind, expect }) => {
    if (expect !== "answer") return missed;
    const { retrieval } = judgementOf(reading, instruments, candidate);
    const first = retrieval.hits.slice(0, 3).map((hit) => hit.clause);
    if (kind === "multi") return missed + (labels.every((label) => first.includes(label)) ? 0 : 1);
    return missed + (retrieval.needs.length > 1 ? 0.2 : 0);
  }, 0);
}

/** A choice is worth its trouble where the first clause is wrong and a later one right. */
function uselessChoices(candidate: Fusion): number {
  let clarified = 0;
  const worth = examples.reduce((sum, { reading, labels, also, expect }) => {
    const { retrieval } = judgementOf(reading, instruments, candidate);
    if (retrieval.outcome !== "clarify") return sum;
    clarified++;
    const [first, ...others] = retrieval.hits.slice(0, 3).map((hit) => hit.clause);
    const right = (clause: string | undefined) =>
      clause !== undefined && [...labels, ...also].includes(clause);
    if (expect !== "answer") return sum;
    return sum + (right(first) ? -0.3 : others.some(right) ? 1 : 0);
  }, 0);
  return clarified > MOST_CLARIFIED * examples.length ? Number.POSITIVE_INFINITY : -worth;
}

function best(candidates: readonly Fusion[], cost: (candidate: Fusion) => number): Fusion {
  const scored = candidates.map((candidate) => ({ candidate, cost: cost(candidate) }));
  return scored.reduce((a, b) => (b.cost < a.cost ? b : a)).candidate;
}

function steps(weight: number): number[] {
  return [
    weight,
    0,
    ...[0.6, 0.8, 0.9, 1.1, 1.25, 1.6].map((factor) => rounded(Math.max(weight, 0.05) * factor)),
  ];
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
