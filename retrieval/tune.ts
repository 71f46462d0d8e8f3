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
import { FITTED, type Fusion } from "./fusion.ts";
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
  weights: { words: 0.4, sounds: 0.4, meaning: 0.4, features: 0.8 },
  asked: 0.4,
  alone: 0.5,
  standsAlone: FITTED.standsAlone,
  need: 0.6,
  secondNeed: 0.8,
  refusal: 0,
  nearTie: 0.6,
};
const ROUNDS = 6;
/** How often each kind of question comes: a wrong refusal and a wrong answer weigh accordingly. */
const SHARES: Readonly<Record<string, number>> = {
  answer: 0.7,
  out_of_scope: 0.24,
  document: 0.03,
  overview: 0.03,
};
/** The share of questions answered by offering a choice stays below this. */
const MOST_CLARIFIED = 0.05;

const root = packageRoot();
const knowledge = readKnowledge();
const embeddings = await LocalEmbeddings.load({ model: process.argv[2] ?? join(root, "retrieval", "model") });
const instruments = await openClauseIndex(
  knowledge,
  embeddings,
  process.argv[3] ?? join(root, "data", "index", knowledge.notice.id),
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
    [0.4, 0.6, 0.8].map((asked) => ({ ...fusion, asked })),
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
const thresholds = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
fusion = best(
  thresholds.map((need) => ({ ...fusion, need })),
  unnamedNeeds,
);
fusion = best(
  thresholds.map((secondNeed) => ({ ...fusion, secondNeed })),
  wrongNeeds,
);
fusion = best(
  thresholds.map((nearTie) => ({ ...fusion, nearTie })),
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

/** Cross-entropy of the right labels, each kind of question counted as often as it comes in practice. */
function surprise(candidate: Fusion): number {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const { reading, right, expect } of examples) {
    const { probabilities } = judgementOf(reading, instruments, candidate);
    const loss = -Math.log(right.reduce((mass, label) => mass + (probabilities[label] ?? 0), 1e-6));
    const { sum, count } = sums.get(expect) ?? { sum: 0, count: 0 };
    sums.set(expect, { sum: sum + loss, count: count + 1 });
  }
  return [...sums].reduce(
    (total, [expect, { sum, count }]) => total + ((SHARES[expect] ?? 0) * sum) / count,
    0,
  );
}

/** Questions whose right clauses do not all stand among the first three. */
function unnamedNeeds(candidate: Fusion): number {
  return examples.filter(({ reading, labels, also, kind, expect }) => {
    if (expect !== "answer") return false;
    const first = judgementOf(reading, instruments, candidate).retrieval.hits.slice(0, 3);
    const stands = (label: string) => first.some((hit) => hit.clause === label);
    return kind === "multi" ? !labels.every(stands) : ![...labels, ...also].some(stands);
  }).length;
}

/** Second needs not answered, and single questions given two answers: there are far more of those in practice than here. */
function wrongNeeds(candidate: Fusion): number {
  return examples.reduce((sum, { reading, labels, kind, expect }) => {
    if (expect !== "answer") return sum;
    const { needs } = judgementOf(reading, instruments, candidate).retrieval;
    if (kind !== "multi") return sum + (needs.length > 1 ? 0.5 : 0);
    return sum + (labels.every((label) => needs.includes(label)) ? 0 : 1);
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
