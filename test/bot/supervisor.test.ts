import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Delivery, handleTurn } from "../../bot/handle-turn.ts";
import { todayInShanghai } from "../../bot/today.ts";
import { packageRoot } from "../../knowledge/index.ts";
import { freePort, type RunningServer, startServer } from "../load/server.ts";
import { mingbai } from "../support/command-line.ts";
import { testDesk } from "../support/desk.ts";

const LONG = 120_000;

// What `npm run build` has made, since threads run no sources.
describe("a server with another standing by", () => {
  let server: RunningServer;
  const said = async (conversation: string, message: string, text: string): Promise<Delivery> => {
    for (;;) {
      const response = await fetch(`${server.address}/api/chat`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ conversation, message, text }),
      }).catch(() => undefined);
      if (response?.ok) return (await response.json()) as Delivery;
      await sleep(20);
    }
  };
  const pids = (what: string) =>
    [...server.words().matchAll(new RegExp(`server (\\d+) ${what}`, "gu"))].map(([, pid]) => Number(pid));
  const until = async (is: () => boolean) => {
    while (!is()) await sleep(50);
  };

  beforeAll(async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "mingbai-supervisor-"));
    cpSync(join(packageRoot(), "data", "index"), join(dataDir, "index"), { recursive: true });
    const settings = { DATA_DIR: dataDir, STANDBY: "1", RESPONDERS: "2" };
    server = await startServer(await freePort(), settings);
  }, LONG);
  afterAll(() => server?.stop());

  it("gives from its threads the answers this thread gives, byte by byte", async () => {
    const desk = await testDesk();
    const turns = ["店里水费欠着会不会停水", "1", "我们是做餐饮的，8个人", "贷款年底到期还不上怎么办"];
    for (const [index, text] of turns.entries()) {
      const inbound = { channel: "web", conversation: "the-same", message: `m${index}`, text };
      const here = await handleTurn({ ...inbound, asOf: todayInShanghai(), person: "console" }, desk);
      expect(JSON.stringify((await said("the-same", `m${index}`, text)).blocks)).toBe(
        JSON.stringify(here.blocks),
      );
    }
  });

  it(
    "killed, loses no conversation: the other goes on with it, and a message sent again has its answer",
    async () => {
      const before = await said("one", "a", "店里水费欠着会不会停水");
      await until(() => pids("stands by").length === 1);
      const [serving] = pids("serves");
      const [standing] = pids("stands by");
      process.kill(serving as number, "SIGKILL");
      expect(await said("one", "a", "店里水费欠着会不会停水")).toEqual(before);
      expect(Object.keys((await said("one", "b", "1")).facts)).toEqual([before.asks]);
      expect(pids("serves")).toEqual([serving, standing]);
    },
    LONG,
  );

  it(
    "told to, is replaced by a newly loaded one without a request refused",
    async () => {
      server.signal("SIGHUP");
      let isReplaced = false;
      const replaced = until(() => pids("serves").length === 3).then(() => {
        isReplaced = true;
      });
      let refused = 0;
      for (let index = 0; !isReplaced; index++) {
        const response = await fetch(`${server.address}/healthz?${index}`).catch(() => undefined);
        if (!response?.ok) refused += 1;
        await sleep(10);
      }
      await replaced;
      expect(refused).toBe(0);
      expect((await said("one", "b", "1")).conversation).toBe("one");
    },
    LONG,
  );

  it("told to stop, stops whole", async () => {
    const alive = pids("(?:serves|stands by)");
    expect(await server.stop()).toBe(0);
    expect(alive.filter(isAlive)).toEqual([]);
  });
});

describe("a server that cannot serve", () => {
  it.each([
    ["EMBEDDING_MODEL", "/nowhere", "/nowhere is neither a folder"],
    ["STANDBY", "yes", "STANDBY"],
  ])("for its %s says so and is not tried again", async (name, value, says) => {
    const { code, err } = await mingbai(["serve"], "", { STANDBY: "1", [name]: value });
    expect(code).toBe(1);
    expect(err).toContain(says);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
