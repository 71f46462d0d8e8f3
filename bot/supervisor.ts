/** 值守：one server serves, another stands by, loaded; when the first ends, however it ends, the second takes over at once. */
import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

/** What a server says to its supervisor, and hears from it. */
const LOADED = "loaded";
const SERVE = "serve";
const ALONE = "alone";
/** In the environment of a server that is loaded while another serves. */
const BESIDE = "MINGBAI_BESIDE";

/** The server that took over is over the worst by then. */
const NEXT_AFTER_MS = 10_000;
/** Where none stands by: not at once, in case each of them ends at once. */
const AGAIN_AFTER_MS = 1_000;

/** Runs until it is told to stop. @returns the exit code: that of the first server, where not even that can serve */
export async function runSupervisor(log: (line: string) => void): Promise<number> {
  let serving: Worker | undefined;
  let standing: Worker | undefined;
  let isReplacing = false;
  const stop = new AbortController();

  const fork = () => cluster.fork({ [BESIDE]: serving ? "1" : "" });
  const promote = (worker: Worker) => {
    const before = serving;
    serving = worker;
    standing = undefined;
    worker.send(SERVE);
    log(`server ${worker.process.pid} serves`);
    if (before) worker.once("listening", () => before.process.kill("SIGTERM"));
    loadNext(NEXT_AFTER_MS);
  };
  const loadNext = (wait: number) => {
    const load = () => {
      if (workers().length < 2) fork();
    };
    void sleep(wait, undefined, { signal: stop.signal }).then(load, () => {});
  };
  cluster.on("message", (worker, message) => {
    if (message !== LOADED) return;
    if (serving === undefined || isReplacing) {
      isReplacing = false;
      promote(worker);
    } else {
      standing = worker;
      log(`server ${worker.process.pid} stands by`);
    }
  });
  cluster.on("exit", (worker, code, signal) => {
    if (stop.signal.aborted) return;
    log(`server ${worker.process.pid} ended (${signal ?? code})`);
    if (worker === serving) serving = undefined;
    if (worker === standing) standing = undefined;
    if (serving) return loadNext(NEXT_AFTER_MS);
    if (standing) return promote(standing);
    for (const loading of workers()) loading.send(ALONE);
    loadNext(AGAIN_AFTER_MS);
  });
  process.on("SIGHUP", () => {
    if (standing) return promote(standing);
    isReplacing = true;
    loadNext(0);
  });

  // The server takes its connections itself, without a detour by this process.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  const first = fork();
  const failed = new Promise<number>((resolve) => {
    const fail = (code: number) => resolve(code || 1);
    first.once("exit", fail).once("listening", () => first.off("exit", fail));
  });
  const told = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  const code = await Promise.race([failed, told.then(() => 0)]);
  stop.abort();
  const left = workers();
  for (const worker of left) worker.process.kill("SIGTERM");
  await Promise.all(left.map((worker) => once(worker, "exit")));
  return code;
}

function workers(): readonly Worker[] {
  return Object.values(cluster.workers ?? {}).flatMap((worker) => worker ?? []);
}

export function isSupervised(): boolean {
  return cluster.isWorker;
}

/** Whether another serves while this server is loaded. @param onAlone called where that other ends before */
export function isBeside(
  environment: Readonly<Record<string, string | undefined>>,
  onAlone: () => void,
): boolean {
  if (!cluster.isWorker || environment[BESIDE] !== "1") return false;
  process.on("message", (message) => {
    if (message === ALONE) onAlone();
  });
  return true;
}

/** In a supervised server that is loaded: resolves when it is to serve. @throws AbortError where it is to stop instead */
export async function untilToServe(stop: AbortSignal): Promise<void> {
  process.send?.(LOADED);
  for (;;) {
    const [message] = await once(process, "message", { signal: stop });
    if (message === SERVE) return;
  }
}
