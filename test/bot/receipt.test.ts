import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { renderText } from "../../bot/channels/text.ts";
import { type Desk, handleTurn } from "../../bot/handle-turn.ts";
import { type ReceiptRecord, readReceiptCode, receiptCode } from "../../bot/receipt.ts";
import { replay } from "../../bot/replay.ts";
import { newSession } from "../../bot/session.ts";
import { testDesk } from "../support/desk.ts";

const record: ReceiptRecord = {
  versions: { notice: "n", rules: "r", index: "i", program: "1" },
  asOf: "2022-06-15",
  session: newSession,
  text: "水费",
  isResumed: false,
  digest: "a",
};
const code = (text: string) => receiptCode({ ...record, text });
let desk: Desk;
beforeAll(async () => {
  desk = await testDesk();
});
const turn = (conversation: string, text: string) =>
  handleTurn({ channel: "test", conversation, text }, desk);

describe("a receipt code", () => {
  it("is twelve digits in threes of four, the same for the same answer", () => {
    expect(code("a")).toMatch(/^\d{4}-\d{4}-\d{4}$/u);
    expect(code("a")).toBe(code("a"));
    expect(code("a")).not.toBe(code("b"));
  });

  it.each<Partial<ReceiptRecord>>([
    { versions: { ...record.versions, notice: "other" } },
    { versions: { ...record.versions, rules: "other" } },
    { versions: { ...record.versions, index: "other" } },
    { versions: { ...record.versions, program: "2" } },
    { session: { ...newSession, facts: { exporter: true } } },
    { asOf: "2022-06-16" },
    { digest: "b" },
  ])("is another with %j", (other) => {
    expect(receiptCode({ ...record, ...other })).not.toBe(receiptCode(record));
  });

  it("is another at the next attempt", () => {
    expect(receiptCode(record, 1)).not.toBe(receiptCode(record));
  });

  it("is read with blanks, other dashes and full-width digits", () => {
    const wanted = code("a");
    expect(readReceiptCode(wanted.replaceAll("-", ""))).toBe(wanted);
    expect(readReceiptCode(` ${wanted.replaceAll("-", " — ")} `)).toBe(wanted);
    expect(
      readReceiptCode(
        wanted.replaceAll(/\d/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
      ),
    ).toBe(wanted);
  });

  it("with any one digit wrong, or two neighbours exchanged, is not taken for another", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(11), fc.integer({ min: 1, max: 9 }), (seed, at, step) => {
        const digits = code(seed).replaceAll("-", "");
        const wrong = String((Number(digits[at]) + step) % 10);
        expect(readReceiptCode(digits.slice(0, at) + wrong + digits.slice(at + 1))).toBeUndefined();
        const next = at + 1;
        if (next < 12 && digits[at] !== digits[next]) {
          const swapped = `${digits.slice(0, at)}${digits[next]}${digits[at]}${digits.slice(next + 1)}`;
          expect(readReceiptCode(swapped)).toBeUndefined();
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each(["", "123", "abcd-efgh-ijkl", "1234567890123"])("%j is none", (typed) =>
    expect(readReceiptCode(typed)).toBeUndefined(),
  );
});

describe("replay", () => {
  it("gives the same bytes again, in the middle of a conversation too", async () => {
    const first = await turn("r1", "我们公司做餐饮的，12个人，欠了电费会停电吗");
    const second = await turn("r1", "是的，受疫情影响");
    for (const { receipt, blocks } of [first, second]) {
      const again = await replay(receipt ?? "", desk);
      expect(again).toMatchObject({ kind: "same" });
      if (again.kind === "same") expect(renderText(again.blocks)).toBe(renderText(blocks));
    }
  });

  it("the same message has the same receipt in another conversation, and another message another", async () => {
    const one = await turn("r2", "宽带费降了吗");
    expect((await turn("r3", "宽带费降了吗")).receipt).toBe(one.receipt);
    expect((await turn("r4", "贷款展期影响征信吗")).receipt).not.toBe(one.receipt);
  });

  it.each(["notice", "rules", "index", "program"] as const)("says that the %s has changed", async (name) => {
    const { receipt } = await turn("r5", "宽带费降了吗");
    const later = {
      ...desk,
      services: { ...desk.services, versions: { ...desk.services.versions, [name]: "other" } },
    };
    expect(await replay(receipt ?? "", later)).toMatchObject({
      kind: "changed",
      versions: [name],
      isSame: true,
    });
  });

  it("says so where the answer comes out otherwise", async () => {
    const { receipt } = await turn("r6", "店里电费欠着会不会停电");
    const { knowledge } = desk.services;
    const [first, ...others] = knowledge.notice.clauses;
    if (first === undefined) throw new Error("the notice has no clauses");
    const clauses = [first, ...others].map((clause) =>
      clause.id === "M06.4" ? { ...clause, note: "改过的说明" } : clause,
    );
    const later = {
      ...desk,
      services: { ...desk.services, knowledge: { ...knowledge, notice: { ...knowledge.notice, clauses } } },
    };
    expect(await replay(receipt ?? "", later)).toMatchObject({ kind: "changed", isSame: false });
  });

  it("a mistyped code and one never given are told apart", async () => {
    const { receipt } = await turn("r7", "宽带费降了吗");
    const last = Number(receipt?.at(-1));
    expect(await replay(`${receipt?.slice(0, -1)}${(last + 1) % 10}`, desk)).toEqual({ kind: "mistyped" });
    expect((await replay(code("never given"), desk)).kind).toBe("unknown");
  });
});
