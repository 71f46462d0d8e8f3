import { describe, expect, it } from "vitest";
import { remembering } from "../../bot/remembered.ts";
import type { Answer, Message } from "../../bot/respond.ts";
import { newSession } from "../../bot/session.ts";

const asked: Message = { text: "店里水费欠着会不会停水", session: newSession, asOf: "2022-06-15" };
const answer: Answer = {
  session: newSession,
  reply: { outcome: "smalltalk", blocks: [] },
  isNextPage: false,
};

describe("answers remembered", () => {
  it("are worked out once for all who ask the same at the same time and later", async () => {
    let runs = 0;
    const respond = remembering(async () => {
      runs += 1;
      return answer;
    });
    await Promise.all([respond(asked), respond({ ...asked })]);
    expect(await respond({ ...asked, session: { ...newSession } })).toBe(answer);
    expect(runs).toBe(1);
  });

  it.each<[string, Partial<Message>]>([
    ["words", { text: "店里电费欠着会不会停电" }],
    ["day", { asOf: "2022-06-16" }],
    ["facts", { session: { ...newSession, facts: { employees: 8 } } }],
    ["try", { attempt: 1 }],
    ["person", { person: "console" }],
  ])("are not those of another %s", async (_, other) => {
    const messages: Message[] = [];
    const respond = remembering(async (message) => {
      messages.push(message);
      return answer;
    });
    await respond(asked);
    await respond({ ...asked, ...other });
    expect(messages).toEqual([asked, { ...asked, ...other }]);
  });

  it("are not failures", async () => {
    let runs = 0;
    const respond = remembering(async () => {
      runs += 1;
      if (runs === 1) throw new Error("no memory");
      return answer;
    });
    await expect(respond(asked)).rejects.toThrow("no memory");
    expect(await respond(asked)).toBe(answer);
  });
});
