/**
 * Messages that come at their own times, whether or not those before were answered: a slow answer makes nobody else wait to ask,
 * and its time counts from when it was due.
 */
import { setImmediate as immediate, setTimeout as sleep } from "node:timers/promises";

export interface Arrivals {
  readonly perSecond: number;
  readonly seconds: number;
  /** Resolves when the message has its answer. @throws Error where it got none */
  readonly send: (index: number) => Promise<void>;
  readonly eachSecond?: (second: number) => void;
}

export interface Outcome {
  /** Milliseconds, sorted. */
  readonly times: readonly number[];
  readonly errors: readonly string[];
}

export async function arrive({ perSecond, seconds, send, eachSecond }: Arrivals): Promise<Outcome> {
  const times: number[] = [];
  const errors: string[] = [];
  const start = performance.now();
  const pending: Promise<void>[] = [];
  const count = perSecond * seconds;
  for (let index = 0; index < count; index++) {
    const due = start + (index * 1000) / perSecond;
    const ahead = due - performance.now();
    // Also where it is behind, answers are heard in between.
    await (ahead > 1 ? sleep(ahead) : immediate());
    if (index % perSecond === 0) eachSecond?.(index / perSecond);
    pending.push(
      send(index).then(
        () => void times.push(performance.now() - due),
        (error: unknown) => void errors.push(error instanceof Error ? error.message : String(error)),
      ),
    );
  }
  await Promise.all(pending);
  return { times: times.toSorted((a, b) => a - b), errors };
}

/** @param share 0.99 for p99 */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function report(name: string, { times, errors }: Outcome): string {
  const [p50, p90, p99, max] = [0.5, 0.9, 0.99, 1].map((share) => quantile(times, share).toFixed(1));
  const failures = errors.length === 0 ? "no error" : `${errors.length} errors, first: ${errors[0]}`;
  return `${name}: ${times.length} answered, p50 ${p50} p90 ${p90} p99 ${p99} max ${max} ms, ${failures}`;
}
