/** The built server as a process of its own, as it runs in the field. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { packageRoot } from "../../knowledge/index.ts";

export interface RunningServer {
  readonly address: string;
  /** Resident memory in MiB; NaN while it is down. */
  residentMiB(): number;
  /** What it has written to standard error, the last of it. */
  words(): string;
  /** @returns its exit code; null where the signal ended it */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  signal(signal: NodeJS.Signals): void;
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

/** @param settings environment beside PORT and HOST */
export async function startServer(
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<RunningServer> {
  const child = spawn(process.execPath, [join(packageRoot(), "dist", "bot", "main.js"), "serve"], {
    env: { ...process.env, HOST: "127.0.0.1", PORT: String(port), ...settings },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let words = "";
  child.stderr.on("data", (data) => (words = (words + String(data)).slice(-4_000)));
  const address = `http://127.0.0.1:${port}`;
  await untilReady(address, child, () => words);
  const gone = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  return {
    address,
    residentMiB: () => residentMiB(child.pid),
    words: () => words,
    signal: (signal) => void child.kill(signal),
    stop: (signal = "SIGTERM") => {
      child.kill(signal);
      return gone;
    },
  };
}

async function untilReady(address: string, child: ChildProcess, words: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended: ${words()}`);
    const response = await fetch(`${address}/readyz`).catch(() => undefined);
    if (response?.ok) return;
    await sleep(50);
  }
}

function residentMiB(pid: number | undefined): number {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Math.round(Number(kilobytes) / 1024);
  } catch {
    return Number.NaN;
  }
}
