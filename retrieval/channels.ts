/**
 * 通道：four ways of looking at a question, each giving every label a probability. They err differently, so together
 * they are right more often than the best of them.
 *
 * words    BM25 over words and characters, votes of the nearest sayings
 * sounds   the same over syllables, for homophones (续带 → 续贷)
 * meaning  the nearest sayings by embedding (HNSW), votes again
 * features softmax regression over runs of characters and syllables
 */
import type { Label } from "../knowledge/index.ts";
import { type Classifier, classify } from "./classifier.ts";
import type { HnswIndex } from "./hnsw-index.ts";
import { type LexicalIndex, searchLexical } from "./lexical.ts";
import { characterRuns, syllableRuns, type Tokeniser } from "./tokens.ts";

export const CHANNELS = ["words", "sounds", "meaning", "features"] as const;
export type Channel = (typeof CHANNELS)[number];

/** 检索文本：the words a label is found by: a saying, a clause's text or title, a glossary entry. */
export interface Passage {
  readonly text: string;
  readonly label: Label;
}

/** What the channels read: all made from the same passages. */
export interface Instruments {
  readonly labels: readonly Label[];
  readonly passages: readonly Passage[];
  /** The label of each passage, as an index into `labels`. */
  readonly labelOf: Int32Array;
  readonly tokeniser: Tokeniser;
  readonly words: LexicalIndex;
  readonly sounds: LexicalIndex;
  readonly vectors: HnswIndex;
  readonly features: Classifier;
}

/** A channel's view: a probability a label, and the passages it rests on, best first. */
export interface View {
  readonly probabilities: Float64Array;
  readonly nearest: readonly number[];
}

export type Views = Readonly<Record<Channel, View>>;

export type Glimpse = Pick<Views, "words" | "features">;

const NEIGHBOURS = 20;
/** How sharply a nearer saying outvotes a farther one. */
const SHARPNESS = { lexical: 4, cosine: 12 };
const FLOOR = 1e-3;

/** @param text normalised; @param vector its embedding */
export function viewsOf(text: string, vector: readonly number[], instruments: Instruments): Views {
  const { tokeniser, words, sounds, vectors } = instruments;
  const byWord = searchLexical(words, tokeniser.words(text), NEIGHBOURS);
  const bySound = searchLexical(sounds, syllableRuns(text, 1, 2), NEIGHBOURS);
  const byMeaning = vectors.nearest(vector, NEIGHBOURS);
  return {
    words: votes(byWord, instruments, lexicalVote),
    sounds: votes(bySound, instruments, lexicalVote),
    meaning: votes(byMeaning, instruments, cosineVote),
    features: { probabilities: classify(instruments.features, featuresOf(text)), nearest: [] },
  };
}

/** A piece of a message by the two channels that are sure of short texts and need no embedding: enough to name a second need. */
export function glimpseOf(text: string, instruments: Instruments): Glimpse {
  const { tokeniser, words } = instruments;
  return {
    words: votes(searchLexical(words, tokeniser.words(text), NEIGHBOURS), instruments, lexicalVote),
    features: { probabilities: classify(instruments.features, featuresOf(text)), nearest: [] },
  };
}

/** What the `features` channel counts. */
export function featuresOf(text: string): string[] {
  return [...characterRuns(text, 1, 3), ...syllableRuns(text, 2, 3).map((run) => `~${run}`)];
}

interface Neighbour {
  readonly row: number;
  readonly score: number;
}

const lexicalVote = (score: number, top: number) => (score / top) ** SHARPNESS.lexical;
const cosineVote = (score: number, top: number) => Math.exp(SHARPNESS.cosine * (score - top));

function votes(
  neighbours: readonly Neighbour[],
  { labels, labelOf }: Instruments,
  vote: (score: number, top: number) => number,
): View {
  const probabilities = new Float64Array(labels.length).fill(FLOOR);
  const top = neighbours[0]?.score ?? 1;
  let sum = FLOOR * labels.length;
  for (const { row, score } of neighbours) {
    const weight = vote(score, top);
    const label = labelOf[row] as number;
    probabilities[label] = (probabilities[label] as number) + weight;
    sum += weight;
  }
  return {
    probabilities: probabilities.map((value) => value / sum),
    nearest: neighbours.map(({ row }) => row),
  };
}
