/** 计量：what happens, whatever the channel, for Prometheus. Nothing of what was said, nothing of who said it. */
import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import type { Outcome } from "../retrieval/index.ts";
import type { PersonWay } from "./person-way.ts";

export interface Metrics {
  turn(turn: MeasuredTurn): void;
  feedback(channel: string, useful: boolean): void;
  /** What reached the one handler of what escapes. */
  error(code: string): void;
  report(): Promise<{ readonly type: string; readonly text: string }>;
}

export interface MeasuredTurn {
  readonly channel: string;
  /** `error`: no answer was given. */
  readonly outcome: Outcome | "error";
  readonly seconds: number;
  /** The message had been answered before. */
  readonly isRepeated: boolean;
  /** A person is asked for, and who takes over. */
  readonly handover?: PersonWay;
}

/** A turn takes about two milliseconds; a platform drops it after five seconds. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: `mingbai_${name}_total`, help, labelNames, registers: [registry] });
  const answers = counter("answers", "Messages answered, by channel and outcome", ["channel", "outcome"]);
  const repeated = counter("repeated_messages", "Messages that came again and got their reply again", [
    "channel",
  ]);
  const handovers = counter("handovers", "Wishes for a person, by channel and who takes over", [
    "channel",
    "way",
  ]);
  const feedback = counter("feedback", "Answers judged by owners", ["channel", "useful"]);
  const errors = counter("errors", "What went wrong in a request, by code", ["code"]);
  const seconds = new Histogram({
    name: "mingbai_turn_seconds",
    help: "From a message taken in to its reply kept",
    labelNames: ["channel"],
    buckets: SECONDS,
    registers: [registry],
  });
  return {
    turn: ({ channel, outcome, seconds: taken, isRepeated, handover }) => {
      seconds.observe({ channel }, taken);
      if (isRepeated) return repeated.inc({ channel });
      answers.inc({ channel, outcome });
      if (handover !== undefined) handovers.inc({ channel, way: handover });
    },
    feedback: (channel, useful) => feedback.inc({ channel, useful: String(useful) }),
    error: (code) => errors.inc({ code }),
    report: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}
