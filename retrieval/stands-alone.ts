/**
 * 自足：whether a message in the middle of a conversation says by itself what it is about (宽带费降了吗) or leans on what
 * was said before (那要是换成水费呢). A logistic model of four features, fitted by `npm run tune:context`.
 */
import type { Label } from "../knowledge/index.ts";

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
}

export const REFUSALS = ["near-miss", "far"] as const satisfies readonly Label[];

/** 那…, 要是…, 谁…; …呢, 这个, 他们. */
const LEANING =
  /^(?:那|这|它|他|还|要是|如果|换|也|又|就|谁|怎么|咋|哪|多久|多少|几|什么时候|啥时候|上哪|去哪|在哪)|呢[?]?$|[这那][个种]|他们/u;

/**
 * @param text normalised
 * @param alone the probability of each label, were nothing said before
 * @returns 0 (leans on what was said) … 1 (stands alone)
 */
export function standsAlone(
  text: string,
  alone: Float64Array,
  labels: readonly Label[],
  weights: StandsAlone,
): number {
  const sum = featuresOf(text, alone, labels).reduce(
    (total, feature, index) => total + feature * (asList(weights)[index] ?? 0),
    0,
  );
  return 1 / (1 + Math.exp(-sum));
}

/** In the order of `asList`. */
export function featuresOf(text: string, alone: Float64Array, labels: readonly Label[]): number[] {
  const refusals = REFUSALS.map((label) => labels.indexOf(label));
  const top = alone.indexOf(Math.max(...alone));
  const refused = refusals.reduce((sum, label) => sum + (alone[label] ?? 0), 0);
  const answered = refusals.includes(top) ? 0 : (alone[top] ?? 0);
  return [1, answered, refused, Math.log(Math.max(text.length, 1) / 10), LEANING.test(text) ? 1 : 0];
}

export function asList({ bias, answered, refused, length, leaning }: StandsAlone): number[] {
  return [bias, answered, refused, length, leaning];
}
