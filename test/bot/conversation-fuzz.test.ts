import { beforeAll, describe, expect, it } from "vitest";
import { renderText } from "../../bot/channels/text.ts";
import { seeded } from "../../bot/commands/bench/owners.ts";
import { converse, randomPersonas } from "../../bot/commands/bench/personas.ts";
import { answersTo } from "../../bot/question.ts";
import { respond, type Services } from "../../bot/respond.ts";
import { newSession, type Session } from "../../bot/session.ts";
import { FACTS, factsSchema } from "../../rules/index.ts";
import { TEST_DAY, testServices } from "../support/services.ts";
import { unsignedWords } from "../support/signed-words.ts";

/** `MESSAGES=100000` for the long run. */
const MESSAGES = Number(process.env["MESSAGES"] ?? 3000);

let services: Services;
beforeAll(async () => {
  services = await testServices();
});

describe("500 owners, each with one clause", () => {
  it("get the verdict the rules give, after no more questions than facts were missing", async () => {
    for (const persona of randomPersonas(500, 7, services)) {
      const { owner, clause, missing, questions, verdict } = await converse(persona, services);
      expect(questions).toBeLessThanOrEqual(missing);
      expect(verdict).toBe(services.assessor.inquire(owner).assessClause(clause, TEST_DAY).verdict);
    }
  });
});

const PIECES = [
  ..."一二三四五六七八九十百千万亿0123456789是不没有的了吗呢我们在银行贷款电费水费，。？！、 \n",
  ...[
    "个体户",
    "公司",
    "餐饮",
    "员工",
    "营收",
    "去年",
    "资产",
    "疫情",
    "展期",
    "到期",
    "年底",
    "9月30号",
    "不清楚",
  ],
  ...[
    "为什么",
    "原文",
    "返回",
    "转人工",
    "看结果",
    "帮助",
    "谢谢",
    "重新开始",
    "算了",
    "2",
    "第二个",
    "说错了，",
    "不对，",
  ],
  ...[
    "电费欠着会停吗",
    "贷款能展期吗",
    "我能享受哪些政策",
    "宽带费降了吗",
    "社保能缓缴吗",
    "第五条",
    "M06.4",
  ],
  ..."<>&'\"\\\u0000\u202e\ud800🙂㍿Ａ１",
];

describe("whatever is written, in whatever order", () => {
  it(`${MESSAGES} messages: a reply each time, every word of it signed, the session whole`, async () => {
    const random = seeded(Number(process.env["SEED"] ?? 11));
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
    let session: Session = newSession;
    for (let count = 0; count < MESSAGES; count++) {
      if (random() < 0.03) session = newSession;
      const text = Array.from({ length: 1 + Math.floor(random() * 5) }, () => pick(PIECES)).join("");
      const isResumed = random() < 0.05;
      const asOf = pick([TEST_DAY, "2022-05-01", "2023-03-01", "2026-11-25"]);
      const answer = await respond({ text, session, asOf, isResumed }, services);
      const where = JSON.stringify({ count, text, session });
      ({ session } = answer);
      const said = renderText(answer.reply.blocks);
      expect(said.length, where).toBeGreaterThan(0);
      const told = Object.values(session.facts).filter((value) => typeof value === "string");
      expect(unsignedWords(said, told), where).toEqual([]);
      expect(factsSchema.safeParse(session.facts).success, where).toBe(true);
      expect(JSON.parse(JSON.stringify(session)), where).toEqual(session);
      if (session.asked !== undefined) {
        expect(session.facts[session.asked], where).toBeUndefined();
        expect(FACTS[session.asked], where).toHaveProperty("question");
        expect(session.offered, where).toEqual([]);
      }
      const question = answer.reply.blocks.find((block) => block.kind === "question");
      if (question) {
        expect(question.fact, where).toBe(session.asked);
        expect(question.options.length, where).toBe(answersTo(session.asked ?? "city").length);
      }
      const isCited = answer.reply.blocks.some(({ kind }) => kind === "conclusion");
      const isQuoted = answer.reply.blocks.some(({ kind }) => kind === "citation");
      if (isCited) expect(isQuoted, where).toBe(true);
      if (answer.receipt) {
        const again = await respond(
          { text, session: answer.receipt.record.session, asOf, isResumed },
          services,
        );
        expect(again.reply, where).toEqual(answer.reply);
      }
    }
  });
});
