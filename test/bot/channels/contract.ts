/** 渠道契约：what every channel must do, whatever its platform. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderText } from "../../../bot/channels/text.ts";
import { type Delivery, handleTurn } from "../../../bot/handle-turn.ts";
import { wording } from "../../../bot/wording.ts";
import { testDesk } from "../../support/desk.ts";
import { type ChannelCase, type Line, requestOf } from "./cases/case.ts";
import { GOLDEN } from "./golden.ts";

type TestDesk = Awaited<ReturnType<typeof testDesk>>;

export function describeChannel({ name, connect }: ChannelCase): void {
  describe(name, () => {
    let desk: TestDesk;
    let line: Line;
    let ids = 6_054_768_590_064_713_728n;
    const nextId = () => (ids++).toString();
    const turns = async () => (await desk.store.counts()).turns;
    const say = (owner: string, text: string, id = nextId()) => line.say({ owner, text, id });

    beforeAll(async () => {
      desk = await testDesk();
      line = await connect(desk);
    });
    afterAll(async () => {
      expect(line.errors()).toEqual([]);
      await line.close();
    });

    it.each(GOLDEN.map((dialogue, number) => ({ title: dialogue[0], dialogue, number })))(
      "concludes as the web does: $title",
      async ({ dialogue, number }) => {
        for (const text of dialogue) {
          const seen = await whole(await say(`golden-${number}`, text), () => say(`golden-${number}`, "0"));
          const expected = await handleTurn({ channel: "web", conversation: `golden-${number}`, text }, desk);
          for (const words of mustSay(expected)) expect(seen).toContain(words);
        }
      },
    );

    it("runs a message once and answers it the same, however often and however fast it comes", async () => {
      const before = await turns();
      const id = nextId();
      const again = () => say("repeated", "电费交不上会停电吗", id);
      const answers = await Promise.all([again(), again(), again()]);
      answers.push(await again());
      expect(new Set(answers.map((seen) => JSON.stringify(seen))).size).toBe(1);
      expect(await turns()).toBe(before + 1);
    });

    it("tells messages of different owners apart, whose ids may be equal", async () => {
      const before = await turns();
      const id = nextId();
      await Promise.all(["wang", "li"].map((owner) => say(owner, "房租有补助吗", id)));
      expect(await turns()).toBe(before + 2);
    });

    it("answers what is empty, long or strange", async () => {
      const strange = [
        "   ",
        "？",
        "😀",
        "]]>",
        "<xml>",
        "&amp;",
        "\u0000停电\u0007",
        "0",
        "税".repeat(100_000),
      ];
      for (const text of strange) {
        const seen = await say("strange", text);
        expect(seen.join(""), text.slice(0, 20)).not.toBe("");
      }
    });

    it("keeps personal numbers out of what it says", async () => {
      const seen = await say("private", "我的身份证是11010519491231002X，电话13800138000");
      expect(seen.join("")).not.toMatch(/11010519491231002X|13800138000/u);
    });

    it("says how to reach a person", async () => {
      expect((await say("person", "转人工")).join("")).not.toBe("");
    });

    it("answers what is no words with what works, without a turn", async () => {
      const before = await turns();
      for (const [kind, send] of Object.entries(line.answered)) {
        const seen = await send({ owner: "kinds", id: nextId() });
        expect(seen.join(""), kind).not.toBe("");
      }
      expect(await turns()).toBe(before);
    });

    it("is silent where nobody waits for an answer", async () => {
      const before = await turns();
      for (const [kind, send] of Object.entries(line.silent))
        expect(await send({ owner: "kinds", id: nextId() }), kind).toEqual([]);
      expect(await turns()).toBe(before);
    });

    it("refuses what the platform did not send, and does nothing", async () => {
      const before = await desk.store.counts();
      const calls = line.calls();
      for (const [how, forge] of Object.entries(line.forged ?? {})) {
        const request = requestOf(await forge({ owner: "forged", id: nextId(), text: "转人工" }));
        const response = await line.fetch(request);
        expect(response.status, how).toBeGreaterThanOrEqual(400);
        expect(response.status, how).toBeLessThan(500);
        expect((await response.text()).length, how).toBeLessThan(100);
      }
      expect(await desk.store.counts()).toEqual(before);
      expect(line.calls()).toBe(calls);
    });
  });
}

/** All parts of an answer, where a channel sends one at a time. */
async function whole(seen: readonly string[], next: () => Promise<readonly string[]>): Promise<string> {
  let text = seen.join("\n");
  for (let last = text; last.endsWith(wording.nextPage); ) {
    last = (await next()).join("\n");
    text += `\n${last}`;
  }
  return text;
}

/** What of an answer must not differ: its conclusions and its receipt; its words where it has neither. */
function mustSay({ blocks, receipt }: Delivery): string[] {
  const conclusions = blocks.flatMap((block) => (block.kind === "conclusion" ? [block.text] : []));
  const receipts = blocks.flatMap((block) => (block.kind === "receipt" ? [block.text] : []));
  expect(receipts.length > 0).toBe(receipt !== null);
  const all = [...conclusions, ...receipts];
  return all.length > 0 ? all : [renderText(blocks).split("\n")[0] ?? ""];
}
