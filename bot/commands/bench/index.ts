/** `mingbai bench`: speed, memory and scale, with peers in the same run. Prints a table; nothing here is asserted. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { arch, cpus, platform } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../../knowledge/index.ts";
import { ask, type Services } from "../../ask.ts";
import type { Config } from "../../config.ts";
import { progressBar } from "../../progress.ts";
import { readQuestions } from "../evaluate.ts";
import { comparePeers, type PeerResult } from "./peers.ts";
import { measureScale, type ScaleResult } from "./scale.ts";
import { type Distribution, distributionOf, timed } from "./timing.ts";

export interface BenchOptions {
  readonly json?: boolean;
  /** A jsonl.gz of {law, article, text} rows; the scale part is left out without it. */
  readonly articles?: string;
  /** Index only so many articles. */
  readonly limit?: number;
}

interface BenchResult {
  readonly machine: string;
  readonly askMs: Distribution;
  readonly startToFirstAnswerMs: Distribution;
  readonly residentMiB: number;
  readonly peers: readonly PeerResult[];
  readonly scale?: ScaleResult;
}

const WARM_UP = 40;
const ROUNDS = 3;
const STARTS = 5;

export async function runBench(options: BenchOptions, config: Config, services: Services): Promise<number> {
  const file = join(packageRoot(), "test", "evaluation", "questions.jsonl");
  if (!existsSync(file)) {
    process.stderr.write(`${file} is not there: the benchmark asks the questions of a checkout.\n`);
    return 2;
  }
  const questions = readQuestions(file);
  for (const question of questions.slice(0, WARM_UP)) await ask(question, services);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const question of questions) times.push(await timed(() => ask(question, services)));
  }
  const residentMiB = Math.round(process.memoryUsage().rss / 2 ** 20);
  const result: BenchResult = {
    machine: `${cpus()[0]?.model ?? "?"} × ${cpus().length}, ${platform()} ${arch()}, Node ${process.version}`,
    askMs: distributionOf(times),
    startToFirstAnswerMs: distributionOf(startTimes()),
    residentMiB,
    peers: await comparePeers(questions, services),
    ...(options.articles !== undefined && {
      scale: await measureScale(options.articles, options.limit, config, services, progressBar()),
    }),
  };
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${tableOf(result)}\n`);
  return 0;
}

/** From the start of the process to its first answer, as a whole, answer printed and process ended. */
function startTimes(): number[] {
  const program = join(packageRoot(), "dist", "bot", "main.js");
  if (!existsSync(program)) return [];
  return Array.from({ length: STARTS }, () => {
    const start = performance.now();
    execFileSync(process.execPath, [program, "ask", "店里水费欠着会不会停"], { stdio: "ignore" });
    return performance.now() - start;
  });
}

function tableOf({ machine, askMs, startToFirstAnswerMs, residentMiB, peers, scale }: BenchResult): string {
  const spread = ({ p50, p99, max }: Distribution) =>
    `p50 ${p50.toFixed(2)}  p99 ${p99.toFixed(2)}  max ${max.toFixed(2)}`;
  const rows = peers.map(({ name, rightFirst, rightThree, ms, buildMs }) => {
    return `${name.padEnd(44)} ${rightFirst.toFixed(3)}  ${rightThree.toFixed(3)}  ${spread(ms)}  ${Math.round(buildMs)}`;
  });
  return [
    machine,
    `ask, in process, warm, ms           ${spread(askMs)}`,
    `start of process to answer, ms      ${spread(startToFirstAnswerMs)}`,
    `resident memory after asking, MiB   ${residentMiB}`,
    "",
    "peers, same sayings, same questions          R@1    R@3    ms a question                      build ms",
    ...rows,
    ...(scale
      ? [
          "",
          "scale: the notice and law articles in one index",
          ...Object.entries(scale).map(
            ([name, value]) => `${name.padEnd(28)} ${typeof value === "number" ? value : spread(value)}`,
          ),
        ]
      : []),
  ].join("\n");
}
