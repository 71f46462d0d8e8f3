import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateFacts } from "../../../bot/commands/evaluate-facts.ts";
import { readLexicon } from "../../../bot/understand/lexicon.ts";
import { toldFacts } from "../../../bot/understand/told-facts.ts";
import { packageRoot } from "../../../knowledge/index.ts";
import { factsSchema } from "../../../rules/index.ts";
import { freshAssessor } from "../../support/rules.ts";

const lexicon = readLexicon();
const heard = (text: string) => toldFacts(text, "2022-06-15", lexicon);

describe("what is told is heard", () => {
  it.each<[string, object]>([
    ["我开修鞋铺的，办的个体，店里2个人", { entityType: "individual", employees: 2 }],
    [
      "建材批发，十来个人，一年流水八百万",
      { industry: "wholesale", employees: { min: 10, max: 19 }, revenue: 800 },
    ],
    ["一个月流水两万二", { revenue: 26.4 }],
    ["总资产一个亿", { assets: 10_000 }],
    ["我们属于中型企业", { entityType: "enterprise", size: "medium" }],
    ["店在温州", { city: "温州" }],
    ["中行贷了八十万，明年2月到期", { hasBankLoan: true, creditLine: 80, loanDueDate: "2023-02-28" }],
    ["银行没同意展期", { hasBankLoan: true, loanRescheduled: false }],
    ["小区物业，四十来个保洁保安", { industry: "propertyManagement" }],
    ["豆腐坊，自己磨自己卖，夫妻俩", { industry: "manufacturing", employees: 2 }],
    ["做波纹管的公司", { entityType: "enterprise", industry: "manufacturing" }],
    ["卖波纹管的门市", { industry: "retail" }],
    ["波纹管批发", { industry: "wholesale" }],
    ["员工由一百二减到八十五", { employees: 85 }],
    ["人手嘛，七八个", { employees: { min: 7, max: 8 } }],
    ["我们夫妻俩，另外请了三个小工", { employees: 5 }],
    ["欠邮储三十万，本金到23年3月15才还", { creditLine: 30, loanDueDate: "2023-03-15" }],
    ["申请了延期还本，银行那边没批", { loanRescheduled: false }],
    ["银行同意把本金往后推了一年", { loanRescheduled: true }],
    ["货款月月都是准时到账，没人拖", { overdueReceivable: false }],
    ["我们公司想办贷款展期", { entityType: "enterprise" }],
    ["开公司的，30个人，一个多亿", { employees: 30, revenue: { min: 10_000, max: 19_999 } }],
    ["我的授信总额是1500万元", { creditLine: 1500 }],
    ["做衣服的", { industry: "manufacturing" }],
    ["卖衣服的，批发", { industry: "wholesale" }],
    ["有单位欠我货款怎么投诉", { overdueReceivable: true }],
    ["有人来乱收费怎么投诉", { unlawfulCharges: true }],
    ["封了两次，客人一个没有", { affectedByEpidemic: true }],
    ["资产总额：壹亿叁仟万元整", { assets: 13_000 }],
    ["银行贷款二〇二二年十二月十五日到期", { loanDueDate: "2022-12-15" }],
  ])("%s", (text, facts) => expect(heard(text)).toMatchObject(facts));
});

describe("what is not certain is not a fact", () => {
  it.each([
    "小微企业有什么政策",
    "贷款展期要什么手续？",
    "隔壁做豆腐的贷了三十五万",
    "如果我有一百个人呢",
    "我的电话是13912345678",
    "通知第六条说的是什么",
    "新冠疫苗去哪打",
    "疫情隔离险能赔吗",
    "我侄女在南通开绣花厂，三十个人，贷了五十万",
    "要是我也开个饭店，贷款一百万，能贴息吗",
    "我在商场上班，老板拖着工资",
    "准备注册个公司",
    "去年利润九十万，房租一年二十万",
    "钱是跟邻村人借的，九月还",
    "",
    "🙂",
    "谢谢",
    "餐饮、零售、旅游可以享受吗",
    "贷款还不上会怎么样",
    "担保公司担保的",
    "客户欠款多久可以起诉",
  ])("%s", (text) => expect(heard(text)).toEqual({}));
});

it("whoever cannot repay by the day says nothing of never", () => {
  expect(heard("贷款到期还不上，能不能展期")).toEqual({ hasBankLoan: true });
  expect(heard("这笔贷款我实在还不上了")).toMatchObject({ unableToRepay: true });
});

describe("a correction counts", () => {
  it.each<[string, object]>([
    ["员工20人，说错了，是30人", { employees: 30 }],
    ["咱可不算个体户，执照上写的有限公司", { entityType: "enterprise" }],
    ["贷款不是60万，是90万", { creditLine: 90 }],
    ["原来五十个人，现在剩十二个", { employees: 12 }],
    ["城市是六安不是淮安", { city: "六安" }],
    ["到期不是9月，是11月6号，中行那笔贷款", { loanDueDate: "2022-11-06" }],
    ["营业额从八百万跌到三百万", { revenue: 300 }],
    ["以前开网吧，现在改做家电维修了", { industry: "other" }],
  ])("%s", (text, facts) => expect(heard(text)).toMatchObject(facts));
});

it("whatever is written, what is heard can be judged", () => {
  const word = fc.constantFrom(
    ..."我们 公司 面馆 个体 员工 三十 个人 不到 营业额 万 一年 月 贷款 银行 到期 年底 疫情 不是 ， 。 ？ 亿 2022 -5 资产 多 上海 没有 吗".split(
      " ",
    ),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 20 }), fc.string(), (words, tail) => {
      expect(factsSchema.safeParse(heard(words.join("") + tail)).error).toBeUndefined();
    }),
    { numRuns: 2000, seed: 9 },
  );
});

describe.each([
  ["the client's sentences", join(packageRoot(), "..", "shared", "eval"), 0.93],
  ["ordinary sentences it has not seen", join(packageRoot(), "test", "evaluation"), 0.93],
  [
    "sentences of our own the hearing was fitted to",
    join(packageRoot(), "test", "evaluation", "tuning"),
    0.93,
  ],
])("%s", (_, folder, lines) => {
  it.runIf(existsSync(join(folder, "facts.jsonl")))("are heard right", () => {
    const shares = evaluateFacts(folder, freshAssessor()).scores.map(({ right, of }) => right / of);
    expect(shares[0]).toBeGreaterThanOrEqual(lines);
  });
});

const client = join(packageRoot(), "..", "shared", "eval", "facts.jsonl");
it.runIf(existsSync(client))("no sentence of our own is one of the client's, whole or in part", () => {
  const textsOf = (file: string) =>
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => (JSON.parse(line) as { text: string }).text.replaceAll(/[\p{P}\s]/gu, ""));
  const evaluation = join(packageRoot(), "test", "evaluation");
  const files = ["facts.jsonl", join("tuning", "facts.jsonl")].map((file) => join(evaluation, file));
  // A word, such as 煤矿企业, is nobody's sentence.
  const own = files
    .filter((file) => existsSync(file))
    .flatMap((file) => textsOf(file).filter(({ length }) => length > 4));
  const theirs = textsOf(client);
  const shared = own.filter((text) => theirs.some((other) => other.includes(text) || text.includes(other)));
  expect(shared).toEqual([]);
});
