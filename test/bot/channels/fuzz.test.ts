import { describe, expect, it } from "vitest";
import { seeded } from "../../../bot/commands/bench/owners.ts";
import { testDesk } from "../../support/desk.ts";
import { type Captured, requestOf } from "./cases/case.ts";
import { CASES } from "./cases/index.ts";
import { mutated } from "./fuzz.ts";

/** `MESSAGES=100000` for the long run; `CHANNEL=wechat` for those whose name begins so; `SEED` for another one. */
const MESSAGES = Number(process.env["MESSAGES"] ?? 1500);
const CHANNEL = process.env["CHANNEL"] ?? "";
const SEED = Number(process.env["SEED"] ?? 20220518);

/** Messages that are spoilt; each has been answered once before. */
const GENUINE = 20;

const fuzzed = CASES.filter(({ name }) => name.startsWith(CHANNEL));

describe.each(fuzzed)("$name, called with spoilt messages", ({ connect }) => {
  it("neither fails nor takes anything for a message that was not sent", async () => {
    const desk = await testDesk();
    const line = await connect(desk);
    const { capture } = line;
    if (!capture) return;
    const genuine = await Promise.all(
      Array.from({ length: GENUINE }, (_, index) =>
        capture({
          owner: `o${index}`,
          id: String(7_000_000_000_000_000_000n + BigInt(index)),
          text: `第${index % 10}条`,
        }),
      ),
    );
    for (const request of genuine) expect((await line.fetch(requestOf(request))).status).toBe(200);
    const before = await desk.store.counts();
    const calls = line.calls();

    const random = seeded(SEED);
    const statuses = new Map<number, number>();
    for (let count = 0; count < MESSAGES; count++) {
      const request = genuine[count % GENUINE];
      if (!request) break;
      const spoilt = mutated(request, random, genuine);
      const { status } = await line.fetch(requestOf(spoilt));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status >= 500) expect.fail(`message ${count} of seed ${SEED}: ${status} ${shown(spoilt)}`);
    }
    expect(line.errors()).toEqual([]);
    expect(await desk.store.counts()).toEqual(before);
    expect(line.calls()).toBe(calls);
    expect(statuses.get(403) ?? 0).toBeGreaterThan(MESSAGES / 10);
    if (MESSAGES > 10_000) process.stdout.write(`${JSON.stringify(Object.fromEntries(statuses))}\n`);
    await line.close();
  });
});

function shown({ url, body }: Captured): string {
  return `${url} ${Buffer.from(body).toString().slice(0, 500)}`;
}
