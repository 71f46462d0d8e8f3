/**
 * 自足：whether a message in the middle of a conversation says by itself what it is about (宽带费降了吗) or leans on what
 * was said before (那要是换成水费呢). A logistic model of six features, fitted by `npm run tune:context`.
 */
import { type Label, OTHER_LABELS } from "../knowledge/index.ts";
import type { Instruments } from "./channels.ts";
import { rowsOf } from "./lexical.ts";

export interface StandsAlone {
  readonly bias: number;
  /** Times the probability of the likeliest label, where that is not a refusal. */
  readonly answered: number;
  /** Times the probability that it is refused. */
  readonly refused: number;
  /** Times the logarithm of its length over ten characters. */
  readonly length: number;
  /** Added where it begins or ends as a message that leans on another does. */
  readonly leaning: number;
  /** Times how surely it speaks of something that no clause does. */
  readonly elsewhere: number;
  /** Times the logarithm of the probability, were nothing said before, of what it would be about with what was. */
  readonly related: number;
}

export const REFUSALS = ["near-miss", "far"] as const satisfies readonly Label[];

/** 那…, 要是…, 谁…; …呢, 这个, 他们. */
const LEANING =
  /^(?:那|这|它|他|还|要是|如果|换|也|又|就|谁|怎么|咋|哪|多久|多少|几|什么时候|啥时候|上哪|去哪|在哪)|呢[?]?$|[这那][个种]|他们/u;

/**
 * @param text normalised
 * @param alone the probability of each label, were nothing said before
 * @param leaning the same, read together with what was
 * @returns 0 (leans on what was said) … 1 (stands alone)
 */
export function standsAlone(
  text: string,
  alone: Float64Array,
  leaning: Float64Array,
  instruments: Instruments,
  weights: StandsAlone,
): number {
  const sum = featuresOf(text, alone, leaning, instruments).reduce(
    (total, feature, index) => total + feature * (asList(weights)[index] ?? 0),
    0,
  );
  return 1 / (1 + Math.exp(-sum));
}

/** In the order of `asList`. */
export function featuresOf(
  text: string,
  alone: Float64Array,
  leaning: Float64Array,
  instruments: Instruments,
): number[] {
  const { labels } = instruments;
  const refusals = REFUSALS.map((label) => labels.indexOf(label));
  const top = alone.indexOf(Math.max(...alone));
  const refused = refusals.reduce((sum, label) => sum + (alone[label] ?? 0), 0);
  const answered = refusals.includes(top) ? 0 : (alone[top] ?? 0);
  const length = Math.log(Math.max(text.length, 1) / 10);
  const related = Math.log((alone[leaning.indexOf(Math.max(...leaning))] ?? 0) + LEAST);
  return [1, answered, refused, length, LEANING.test(text) ? 1 : 0, elsewhere(text, instruments), related];
}

export function asList({
  bias,
  answered,
  refused,
  length,
  leaning,
  elsewhere,
  related,
}: StandsAlone): number[] {
  return [bias, answered, refused, length, leaning, elsewhere, related];
}

/** Probabilities below are noise. */
const LEAST = 1e-3;
/** A pair of characters in one passage alone may be the end of one word and the beginning of another. */
const CHANCE = 0.5;
/** A passage of a clause outweighs so many others. */
const CLAUSE_WEIGHT = 3;

/**
 * Of its words (护照, 信用卡) the one that is the most surely foreign to the clauses: found in passages that are about none,
 * and in hardly any other.
 *
 * @returns 0 … 1
 */
function elsewhere(text: string, instruments: Instruments): number {
  const words = instruments.tokeniser.words(text).filter((word) => word.length > 1);
  const strongest = Math.max(0, ...words.map((word) => foreignness(word, instruments)));
  return strongest > CHANCE ? strongest : 0;
}

/** Worked out once a word. */
const known = new WeakMap<Instruments, Map<string, number>>();

function foreignness(word: string, instruments: Instruments): number {
  const { labels, labelOf, words } = instruments;
  if (!words.tokens.has(word)) return 0;
  const found = known.get(instruments) ?? new Map<string, number>();
  known.set(instruments, found);
  const before = found.get(word);
  if (before !== undefined) return before;
  const isOther = labels.map((label) => OTHER_LABELS.some((other) => other === label));
  const rows = rowsOf(words, word);
  const others = rows.filter((row) => isOther[labelOf[row] as number]).length;
  const strength = (others - CLAUSE_WEIGHT * (rows.length - others)) / (rows.length + 1);
  found.set(word, strength);
  return strength;
}
