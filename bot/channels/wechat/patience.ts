/**
 * 五秒：WeChat hangs up after 5 seconds and asks again, three times in all; only the answer it is waiting for is shown.
 * So an unfinished answer is not answered with “success”, which would end the asking, but held until WeChat has hung up:
 * the next time the same answer is ready, or is waited for on.
 */
import { wording } from "../../wording.ts";
import type { Answerer } from "./answer.ts";
import type { Courier } from "./courier.ts";
import type { WechatAnswer, WechatMessage } from "./types.ts";

export interface PatienceOptions {
  readonly answer: Answerer;
  readonly courier: Courier;
  readonly now: () => number;
}

/** Of the 5 seconds, with time to spare for the way back. */
const BUDGET_MS = 4_000;
/** From then until WeChat has surely hung up. */
const HOLD_MS = 2_000;
const MOST_TRIES = 3;
/** The third try comes so long after the message was sent, whichever server the others came to. */
const THIRD_TRY_MS = 9_000;

interface Running {
  readonly answer: Promise<WechatAnswer>;
  tries: number;
}

/** The same message again waits for the answer in the making. */
export function createPatientAnswerer({ answer, courier, now }: PatienceOptions): Answerer {
  const running = new Map<string, Running>();
  const begin = (key: string, message: WechatMessage): Running => {
    const begun = { answer: answer(message).finally(() => running.delete(key)), tries: 0 };
    running.set(key, begun);
    return begun;
  };
  return async (message) => {
    const key = `${message.from}:${message.id}`;
    const work = running.get(key) ?? begin(key, message);
    work.tries += 1;
    const ready = await within(work.answer, BUDGET_MS);
    if (ready) return ready;
    const isLast = work.tries >= MOST_TRIES || now() - message.createdAt * 1000 >= THIRD_TRY_MS;
    if (!isLast) return (await within(work.answer, HOLD_MS)) ?? NOTHING;
    if (!courier.canSend) return { kind: "text", text: wording.store.unsure };
    void work.answer.then((late) => (late.kind === "text" ? courier.sayOnce(message, late.text) : undefined));
    return NOTHING;
  };
}

const NOTHING: WechatAnswer = { kind: "nothing" };

function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
