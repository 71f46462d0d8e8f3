/** 融合：the channels' views into one calibrated probability a label: a weighted product, with weights fitted on questions
 * that trained nothing (`npm run tune`). */
import { CHANNELS, type Channel, type Glimpse, type Views } from "./channels.ts";
import { softmax } from "./classifier.ts";
import fitted from "./fusion.json" with { type: "json" };
import type { StandsAlone } from "./stands-alone.ts";

export interface Fusion {
  /** The power each channel's probability is raised to. */
  readonly weights: Readonly<Record<Channel, number>>;
  /** How much a text without what it denies counts against the whole. */
  readonly asked: number;
  /** How much the question alone counts against the question with what was said before. */
  readonly alone: number;
  /** Whether the question needs what was said before at all. */
  readonly standsAlone: StandsAlone;
  /** How sure a piece of the message must be about a clause for that clause to stand among the first three. */
  readonly need: number;
  /** How sure it must be to be answered as a second need. */
  readonly secondNeed: number;
  /** Added to the log odds of leaving the question unanswered. */
  readonly refusal: number;
  /** A second clause at least this likely, relative to the first, is offered beside it. */
  readonly nearTie: number;
}

export const FITTED: Fusion = fitted;

/** Keeps a channel that has never seen a label there from forbidding it. */
const LEAST = 1e-4;

/** Weighted log probabilities, not normalised; a channel's share in a label's score is its term. */
export function fusedLogits(views: Glimpse & Partial<Views>, weights: Fusion["weights"]): Float64Array {
  const logits = new Float64Array(views.words.probabilities.length);
  for (const channel of CHANNELS) {
    const weight = weights[channel];
    const probabilities = views[channel]?.probabilities;
    if (weight === 0 || probabilities === undefined) continue;
    for (let label = 0; label < logits.length; label++) {
      logits[label] = (logits[label] as number) + weight * Math.log((probabilities[label] as number) + LEAST);
    }
  }
  return logits;
}

export function share(views: Views, weights: Fusion["weights"], channel: Channel, label: number): number {
  return weights[channel] * Math.log((views[channel].probabilities[label] as number) + LEAST);
}

/** Mixes two sets of logits; `weight` is the second's. */
export function mixed(first: Float64Array, second: Float64Array, weight: number): Float64Array {
  return first.map((value, index) => (1 - weight) * value + weight * (second[index] as number));
}

export function probabilitiesOf(logits: Float64Array): Float64Array {
  return softmax(Float64Array.from(logits));
}
