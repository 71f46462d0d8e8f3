/** 只做一次：what must not happen twice, however often it is asked for; whoever asks again gets what came of it. */
export type OneRun = <Result>(key: string, work: () => Promise<Result>) => Promise<Result>;

interface State {
  get(key: string, at: number): Promise<unknown>;
  set(key: string, value: unknown, expiresAt?: number): Promise<void>;
  once(key: string, at: number, expiresAt: number): Promise<boolean>;
}

/** After so long another server takes it that the first has died; platforms ask again after five seconds and after ten. */
const LEASE_MS = 9_000;
/** Nobody asks again after so long. */
const KEPT_MS = 60 * 60 * 1000;

/** @param channel its keys never meet those of another */
export function createOneRun(channel: string, state: State, now: () => number): OneRun {
  const running = new Map<string, Promise<unknown>>();
  const run = async (key: string, work: () => Promise<unknown>) => {
    const done = await state.get(`${key}:done`, now());
    if (isDone(done)) return done.result;
    if (!(await state.once(`${key}:begun`, now(), now() + LEASE_MS)))
      throw new Error(`Another server is at ${key}.`);
    const result = await work();
    await state.set(`${key}:done`, { result }, now() + KEPT_MS);
    return result;
  };
  return async <Result>(name: string, work: () => Promise<Result>) => {
    const key = `${channel}:run:${name}`;
    const mine = running.get(key) ?? run(key, work).finally(() => running.delete(key));
    running.set(key, mine);
    return (await mine) as Result;
  };
}

function isDone(kept: unknown): kept is { readonly result?: unknown } {
  return typeof kept === "object" && kept !== null;
}
