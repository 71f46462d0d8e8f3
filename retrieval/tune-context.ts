/**
 * `npm run tune:context`: fits whether a message stands alone, on the tuning questions after an unrelated question (they do),
 * those that follow up one (they do not), the short messages of conversations (either) and the recorded follow-ups; writes
 * `standsAlone` into `fusion.json`. Gradient ascent on the log likelihood of the right label.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot, readKnowledge } from "../knowledge/index.ts";
import { openClauseIndex } from "./clause-index.ts";
import { LocalEmbeddings } from "./embedder.ts";
import { FITTED, type Fusion } from "./fusion.ts";
import { normalise } from "./normalise.ts";
import { judgementOf, readQuestion } from "./retriever.ts";
import { featuresOf } from "./stands-alone.ts";

interface Pair {
  readonly features: readonly number[];
  /** The probability of the right labels, alone and with what was said before. */
  readonly alone: number;
  readonly leaning: number;
  readonly weight: number;
}

/**
 * Follow-ups are as many as fresh questions in a conversation, but few are on record. What is off the topic weighs less: a
 * follow-up that is refused does more harm than a clause repeated.
 */
const WEIGHTS = { fresh: 0.5, followUp: 4, recorded: 0.6, refused: 1, offTopic: 1 };
const STEPS = 20_000;
const RATE = 1;
const DECAY = 0.0005;
const LEAST = 1e-4;

const root = packageRoot();
const knowledge = readKnowledge();
const embeddings = await LocalEmbeddings.load({ model: join(root, "retrieval", "model") });
const instruments = await openClauseIndex(
  knowledge,
  embeddings,
  join(root, "data", "index", knowledge.notice.id),
);
const leaningOnly: Fusion = {
  ...FITTED,
  standsAlone: { bias: -1e9, answered: 0, refused: 0, length: 0, leaning: 0, elsewhere: 0, related: 0 },
};

const pairs: Pair[] = [];
const questions = readTuning("questions.jsonl");
const others = questions.filter(({ expect, context }) => expect === "answer" && context === undefined);
for (const [index, { question, context, labels, also, expect }] of questions.entries()) {
  const right = rightLabels(labels, also, expect);
  if (context) await add(question, context, right, WEIGHTS.followUp);
  else
    for (const step of [101, 211]) {
      const other = others[(index * 7 + step) % others.length];
      if (other && !other.labels.some((label) => labels.includes(label)))
        await add(
          question,
          [other.question],
          right,
          expect === "out_of_scope" ? WEIGHTS.refused : WEIGHTS.fresh,
        );
    }
}
for (const { text, context, label } of knowledge.followUps)
  await add(text, context, [label], WEIGHTS.recorded);
for (const { question, context = [], labels, also, expect } of readTuning("conversations.jsonl"))
  await add(
    question,
    context,
    rightLabels(labels, also, expect),
    expect === "answer" ? WEIGHTS.followUp : WEIGHTS.offTopic,
  );

let weights = [0, 0, 0, 0, 0, 0, 0];
for (let step = 0; step < STEPS; step++) {
  const gradient = weights.map((weight) => -DECAY * weight);
  for (const { features, alone, leaning, weight } of pairs) {
    const share =
      1 / (1 + Math.exp(-features.reduce((sum, feature, at) => sum + feature * (weights[at] ?? 0), 0)));
    const slope =
      ((alone - leaning) / (share * alone + (1 - share) * leaning)) * share * (1 - share) * weight;
    for (const [at, feature] of features.entries())
      gradient[at] = (gradient[at] ?? 0) + (slope * feature) / pairs.length;
  }
  weights = weights.map((weight, at) => weight + RATE * (gradient[at] ?? 0));
}
const [bias = 0, answered = 0, refused = 0, length = 0, leaning = 0, elsewhere = 0, related = 0] =
  weights.map((one) => Math.round(one * 1000) / 1000);
const fusion: Fusion = {
  ...FITTED,
  standsAlone: { bias, answered, refused, length, leaning, elsewhere, related },
};
writeFileSync(join(root, "retrieval", "fusion.json"), `${JSON.stringify(fusion, null, 2)}\n`);
process.stdout.write(`${pairs.length} pairs\n${JSON.stringify(fusion.standsAlone, null, 2)}\n`);

interface TuningQuestion {
  readonly question: string;
  readonly context?: readonly string[];
  readonly labels: readonly string[];
  readonly also: readonly string[];
  readonly expect: string;
}

function readTuning(name: string): TuningQuestion[] {
  return readFileSync(join(root, "test", "evaluation", "tuning", name), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as TuningQuestion);
}

function rightLabels(labels: readonly string[], also: readonly string[], expect: string): string[] {
  if (expect === "answer") return [...labels, ...also];
  return expect === "out_of_scope" ? ["near-miss", "far", "smalltalk"] : [expect];
}

async function add(
  question: string,
  context: readonly string[],
  right: readonly string[],
  weight: number,
): Promise<void> {
  const text = normalise(question);
  if (!/[\p{L}\p{N}]/u.test(text)) return;
  const probabilitiesOf = async (before: readonly string[], fusion: Fusion) => {
    const reading = await readQuestion(text, before, instruments, embeddings);
    return judgementOf(reading, instruments, fusion).probabilities;
  };
  const mass = (probabilities: Float64Array) =>
    right.reduce((sum, label) => sum + (probabilities[instruments.labels.indexOf(label)] ?? 0), LEAST);
  const alone = await probabilitiesOf([], FITTED);
  const together = await probabilitiesOf(context, leaningOnly);
  const features = featuresOf(text, alone, together, instruments);
  pairs.push({
    features,
    alone: mass(alone),
    leaning: mass(together),
    weight,
  });
}
