/** Conversations: questions until the verdict, the time of a turn with a store, turns a second side by side. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { handleTurn } from "../../handle-turn.ts";
import type { Services } from "../../respond.ts";
import { openStore } from "../../store/index.ts";
import { converse, randomPersonas } from "./personas.ts";
import { asked, optimalPolicy } from "./questions.ts";
import { type Distribution, distributionOf, timed } from "./timing.ts";

export interface ConversationsResult {
  /** Mean over 500 owners, each with one clause: facts missing at first, questions asked, the fewest any order needs. */
  readonly missing: number;
  readonly questions: number;
  readonly optimum: number;
  /** One turn after another, kept in SQLite. */
  readonly turnMs: Distribution;
  /** 200 conversations at once. */
  readonly turnsPerSecond: number;
}

const PERSONAS = 500;
const SCRIPT = [
  "我们公司做餐饮的，店里欠着电费会不会停电",
  "受疫情影响，很困难",
  "12个人",
  "去年营收大概150万",
  "为什么",
  "那贷款展期影响不影响征信",
  "有银行贷款",
  "还没展期",
  "宽带费降了吗",
  "谢谢",
];
const WARM_UP = 20;
const ROUNDS = 150;
const AT_ONCE = 200;

export async function measureConversations(services: Services): Promise<ConversationsResult> {
  const personas = await Promise.all(
    randomPersonas(PERSONAS, 103, services).map((persona) => converse(persona, services)),
  );
  const mean = (of: (persona: (typeof personas)[number]) => number) =>
    personas.reduce((sum, persona) => sum + of(persona), 0) / personas.length;
  const folder = mkdtempSync(join(tmpdir(), "mingbai-bench-"));
  const store = await openStore({ dataDir: folder });
  const desk = { services, store, now: Date.now };
  const say = (conversation: string, text: string) =>
    handleTurn({ channel: "bench", conversation, text, asOf: "2022-06-15" }, desk);
  try {
    for (let round = 0; round < WARM_UP; round++) for (const text of SCRIPT) await say(`warm-${round}`, text);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++)
      for (const text of SCRIPT) times.push(await timed(() => say(`one-${round}`, text)));
    const start = performance.now();
    await Promise.all(
      Array.from({ length: AT_ONCE }, async (_, at) => {
        for (const text of SCRIPT) await say(`many-${at}`, text);
      }),
    );
    const seconds = (performance.now() - start) / 1000;
    return {
      missing: mean(({ missing }) => missing),
      questions: mean(({ questions }) => questions),
      optimum: mean(({ owner, clause }) => asked(owner, optimalPolicy([clause], services.assessor))),
      turnMs: distributionOf(times),
      turnsPerSecond: Math.round((AT_ONCE * SCRIPT.length) / seconds),
    };
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
}
