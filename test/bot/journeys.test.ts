import { beforeAll, describe, expect, it } from "vitest";
import { renderText } from "../../bot/channels/text.ts";
import { type Desk, handleTurn } from "../../bot/handle-turn.ts";
import { testDesk } from "../support/desk.ts";
import { readJourneys } from "../support/journeys.ts";
import { unsignedWords } from "../support/signed-words.ts";

const HOUR_MS = 60 * 60 * 1000;
let desk: Desk & { clock: { now: number } };
beforeAll(async () => {
  desk = await testDesk();
});

describe.each(readJourneys().map((journey) => [journey.journey, journey] as const))(
  "%s",
  (name, { asOf, turns }) => {
    it("goes as it should", async () => {
      const owner: string[] = [];
      for (const [index, turn] of turns.entries()) {
        const where = `${name}，第${index + 1}句：${turn.owner}`;
        desk.clock.now += (turn.after ?? 0) * HOUR_MS;
        const delivery = await handleTurn(
          { channel: "test", conversation: name, text: turn.owner, asOf },
          desk,
        );
        const text = renderText(delivery.blocks);
        owner.push(turn.owner);
        if (turn.outcome) expect(delivery.outcome, where).toBe(turn.outcome);
        if (turn.cites) expect(delivery.cites.slice(0, turn.cites.length), where).toEqual(turn.cites);
        if (turn.asks) expect([...turn.asks], where).toContain(delivery.asks ?? "nothing");
        if (turn.verdicts) expect(delivery.verdicts, where).toMatchObject(turn.verdicts);
        if (turn.facts) expect(delivery.facts, where).toEqual(turn.facts);
        for (const words of turn.says ?? []) expect(text, where).toContain(words);
        for (const words of turn.neverSays ?? []) expect(text, where).not.toContain(words);
        if (turn.offers !== undefined) expect(delivery.choices.length > 0, where).toBe(turn.offers);
        const values = Object.values(delivery.facts).filter((value) => typeof value === "string");
        expect(unsignedWords(text, values), where).toEqual([]);
      }
    });
  },
);
