/**
 * 事实：what can be known of an owner's business. One table: the schema, the questions and the review sheet are made from
 * it. Every sentence here is read by owners and signed by the client.
 */
import { inspect } from "node:util";
import { z } from "zod";

/** 主营行业 */
export const INDUSTRIES = {
  agriculture: "农林牧渔",
  mining: "采矿",
  manufacturing: "制造",
  utilities: "电力、热力、燃气及水生产和供应",
  construction: "建筑",
  wholesale: "批发",
  retail: "零售",
  transport: "交通运输",
  warehousing: "仓储",
  post: "邮政快递",
  accommodation: "住宿",
  catering: "餐饮",
  telecom: "信息传输（含互联网服务）",
  software: "软件和信息技术服务",
  realEstate: "房地产开发经营",
  propertyManagement: "物业管理",
  businessServices: "租赁和商务服务",
  culture: "文化体育娱乐",
  tourism: "旅游（景区、游览）",
  travelAgency: "旅行社",
  other: "其他",
} as const;
export type Industry = keyof typeof INDUSTRIES;

/** 企业规模, smallest first. */
export const SIZES = ["micro", "small", "medium", "large"] as const;
export type EnterpriseSize = (typeof SIZES)[number];
export const SIZE_NAMES: Readonly<Record<EnterpriseSize, string>> = {
  micro: "微型",
  small: "小型",
  medium: "中型",
  large: "大型",
};

/** What a fact is, and how it is asked. */
interface FactText {
  readonly label: string;
  /** What the owner is asked; absent where nobody is asked. */
  readonly question?: string;
  /** Why it is asked, where an owner may wonder. */
  readonly why?: string;
  /** How hard it is for the owner to answer: 1 is known by heart, 1.5 has to be looked up or asked for. */
  readonly effort: number;
  /** A yes or no that is asked first where it matters itself: nobody without a loan is asked when it falls due. */
  readonly presumes?: string;
}

export type FactSpec = FactText &
  (
    | { readonly kind: "choice"; readonly choices: Readonly<Record<string, string>> }
    | { readonly kind: "yesNo" }
    | {
        readonly kind: "number";
        readonly unit: string;
        /** Whole numbers only. */
        readonly whole?: true;
        /** Where most owners' figures lie; weighs the answers to expect, decides nothing. */
        readonly usual: { readonly min: number; readonly max: number };
      }
    | { readonly kind: "date"; readonly usual: { readonly min: string; readonly max: string } }
    | { readonly kind: "sizes" }
    | { readonly kind: "text" }
  );

export const FACTS = {
  entityType: {
    label: "主体类型",
    kind: "choice",
    choices: {
      enterprise: "企业",
      individual: "个体工商户",
      other: "其他（事业单位、社会组织、合作社、自然人等）",
    },
    question: "您登记的是企业，还是个体工商户？看营业执照上的“类型”一栏。",
    why: "有的条款写了个体工商户，有的没写。",
    effort: 1,
  },
  industry: {
    label: "主营行业",
    kind: "choice",
    choices: INDUSTRIES,
    question: "您主要做哪一行？",
    why: "划型标准按行业定，困难行业也按行业列。",
    effort: 1,
  },
  employees: {
    label: "从业人员",
    kind: "number",
    unit: "人",
    whole: true,
    usual: { min: 1, max: 3000 },
    question: "您一共有多少人？说个大概的范围也行。",
    why: "企业大、中、小、微型按从业人员等指标划分。",
    effort: 1,
  },
  revenue: {
    label: "营业收入",
    kind: "number",
    unit: "万元/年",
    usual: { min: 10, max: 200_000 },
    question: "上一年全年营业收入大约多少万元？说个大概的范围也行。",
    why: "企业大、中、小、微型按营业收入等指标划分。",
    effort: 1.2,
  },
  assets: {
    label: "资产总额",
    kind: "number",
    unit: "万元",
    usual: { min: 10, max: 200_000 },
    question: "资产总额大约多少万元？看资产负债表，说个大概的范围也行。",
    why: "您这个行业的划型标准用资产总额。",
    effort: 1.5,
  },
  size: {
    label: "企业规模（本人陈述）",
    kind: "sizes",
    effort: 1,
  },
  city: {
    label: "所在地级市",
    kind: "text",
    effort: 1,
  },
  affectedByEpidemic: {
    label: "受疫情影响暂时困难",
    kind: "yesNo",
    question: "生意是不是受疫情影响，暂时出现了经营困难？",
    effort: 1,
  },
  goodProspects: {
    label: "发展前景良好",
    kind: "yesNo",
    question: "撇开眼下的困难，您的发展前景是不是良好（比如有订单、有客源）？",
    why: "这一条写的是“发展前景良好”的企业，最后由银行认定。",
    effort: 1,
  },
  hasBankLoan: {
    label: "有银行贷款",
    kind: "yesNo",
    question: "您现在有没有银行贷款？",
    effort: 1,
  },
  creditLine: {
    label: "单户授信总额",
    kind: "number",
    unit: "万元",
    usual: { min: 10, max: 10_000 },
    question: "银行给您的授信总额一共多少万元？不知道就说贷款总额。",
    why: "普惠型小微企业贷款按单户授信总额1000万元及以下统计。",
    effort: 1.2,
    presumes: "hasBankLoan",
  },
  loanDueDate: {
    label: "贷款到期日",
    kind: "date",
    usual: { min: "2022-01-01", max: "2023-12-31" },
    question: "这笔贷款哪天到期？",
    effort: 1.2,
    presumes: "hasBankLoan",
  },
  loanRescheduled: {
    label: "银行已办理展期或调整还款安排",
    kind: "yesNo",
    question: "银行是不是已经给您办了展期，或者同意调整还款安排？",
    why: "这一条保护的是银行已经办理展期或调整还款安排的贷款。",
    effort: 1,
    presumes: "hasBankLoan",
  },
  cityListed2022: {
    label: "所在地级市2022年被列为中高风险地区",
    kind: "yesNo",
    question: "您所在的地级市，2022年有没有地方被列为中高风险地区？不记得就说不清楚。",
    why: "看的是整个地级市，不是您所在的街道或区县。",
    effort: 1.5,
  },
  recognizedHardHit: {
    label: "行业被当地或银行认定为困难行业",
    kind: "yesNo",
    question: "当地或银行有没有把您这个行业认定为困难行业？",
    why: "原文在列出的行业后有“等困难行业”，没列到的行业要看当地或银行怎么认定。",
    effort: 1.5,
  },
  guaranteedLoan: {
    label: "政府性融资担保机构担保的贷款",
    kind: "yesNo",
    question: "您的贷款是不是由政府性融资担保机构担保的？",
    effort: 1.2,
    presumes: "hasBankLoan",
  },
  unableToRepay: {
    label: "确无还款能力",
    kind: "yesNo",
    question: "您现在是不是确实没有能力还款了？",
    effort: 1,
  },
  exporter: {
    label: "外贸出口企业",
    kind: "yesNo",
    question: "您是不是做外贸出口的？",
    effort: 1,
  },
  overdueReceivable: {
    label: "被拖欠账款",
    kind: "yesNo",
    question: "有没有人拖欠您的账款？",
    effort: 1,
  },
  unfairPaymentTerms: {
    label: "遭恶意拖欠或不合理付款条款",
    kind: "yesNo",
    question: "对方是不是恶意拖欠，或者合同里的付款条件、付款期限明显不合理？",
    effort: 1,
  },
  unlawfulCharges: {
    label: "遭乱收费、乱罚款、乱摊派",
    kind: "yesNo",
    question: "有没有人向您乱收费、乱罚款、乱摊派？",
    effort: 1,
  },
  chainKeyNode: {
    label: "处于产业链关键节点",
    kind: "yesNo",
    question: "您的企业是不是处在产业链的关键节点（比如给龙头企业独家或主要配套）？",
    why: "“白名单”收的是处于产业链关键节点的企业，由工业和信息化主管部门确定。",
    effort: 1.2,
  },
} as const satisfies Readonly<Record<string, FactSpec>>;

export type FactKey = keyof typeof FACTS;
export const FACT_KEYS = Object.keys(FACTS) as FactKey[];

/** A figure known within bounds, both ends included; `max` may be Infinity. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Numbers are ranges: {8, 8} is 8. Sizes are what the owner says, a list of one or more. */
export type FactValue = boolean | string | Range | readonly EnterpriseSize[];

/** Absent is not asked; null is asked and not known (不清楚). */
export type Facts = { readonly [Key in FactKey]?: FactValue | null };

const figure = z.number().nonnegative();
const bound = figure.nullable().optional();
const range = z
  .union([figure, z.strictObject({ min: bound, max: bound })])
  .transform((value): Range => {
    if (typeof value === "number") return { min: value, max: value };
    return { min: value.min ?? 0, max: value.max ?? Number.POSITIVE_INFINITY };
  })
  .refine((value) => value.min <= value.max);
const size = z.enum(SIZES);

/** The values a fact can have, and how that is said to one who gave another. */
function allowed(spec: FactSpec): { schema: z.ZodType<FactValue>; words: string } {
  switch (spec.kind) {
    case "choice": {
      const choices = Object.keys(spec.choices);
      return { schema: z.enum(choices), words: choices.join(", ") };
    }
    case "yesNo":
      return { schema: z.boolean(), words: "true, false" };
    case "number":
      return {
        schema: range,
        words:
          "不小于0的数，或{min, max}，min不大于max / a number not below 0, or {min, max} with min <= max",
      };
    case "date":
      return { schema: z.iso.date(), words: "日期YYYY-MM-DD / a date, YYYY-MM-DD" };
    case "sizes":
      return {
        schema: z.union([size.transform((one) => [one]), z.array(size).min(1)]),
        words: `${SIZES.join(", ")}，或其中几个的列表 / or a list of them`,
      };
    case "text":
      return { schema: z.string(), words: "文字 / text" };
  }
}

function valueSchema(spec: FactSpec): z.ZodType<FactValue> {
  const { schema, words } = allowed(spec);
  return z.unknown().transform((value, context) => {
    const checked = schema.safeParse(value);
    if (checked.success) return checked.data;
    const given = inspect(value, { breakLength: Number.POSITIVE_INFINITY }).slice(0, 60);
    context.addIssue({
      code: "custom",
      message: `${spec.label}不能是 / cannot be ${given}；可以是 / allowed: ${words}`,
    });
    return z.NEVER;
  });
}

/**
 * Facts as programs give them. A number, or {min, max} with a missing or null end unbounded (0 below); null is 不清楚.
 * An unknown key, an unlisted value, a negative figure or min > max is refused.
 */
export const factsSchema: z.ZodType<Facts> = z.strictObject(
  Object.fromEntries(FACT_KEYS.map((key) => [key, valueSchema(FACTS[key]).nullable().optional()])),
  {
    error: ({ code, input }) => {
      if (code !== "unrecognized_keys") return undefined;
      const unknown = Object.keys(input as object).filter((key) => !(key in FACTS));
      return `没有这些事实 / no such fact: ${unknown.join(", ")}；可用的是 / known are: ${FACT_KEYS.join(", ")}`;
    },
  },
);

/** A fact's value in words; null is 不清楚. */
export function valueText(key: FactKey, value: FactValue | null): string {
  const spec: FactSpec = FACTS[key];
  if (value === null) return "不清楚";
  if (typeof value === "boolean") return value ? "是" : "否";
  if (typeof value === "string") return spec.kind === "choice" ? (spec.choices[value] ?? value) : value;
  if (!("min" in value)) return value.map((size) => SIZE_NAMES[size]).join("或");
  const unit = spec.kind === "number" ? spec.unit : "";
  if (value.min === value.max) return `${value.min}${unit}`;
  if (value.max === Number.POSITIVE_INFINITY) return `${value.min}${unit}及以上`;
  return value.min === 0 ? `不超过${value.max}${unit}` : `${value.min}–${value.max}${unit}`;
}

/** A fact that another, once known, settles. */
interface Implication {
  readonly fact: FactKey;
  /** Any value where absent. */
  readonly is?: boolean;
  readonly implies: FactKey;
  readonly value: boolean;
}

const IMPLICATIONS: readonly Implication[] = [
  { fact: "loanDueDate", implies: "hasBankLoan", value: true },
  { fact: "loanRescheduled", is: true, implies: "hasBankLoan", value: true },
  { fact: "guaranteedLoan", is: true, implies: "hasBankLoan", value: true },
];

export interface ImpliedFacts {
  readonly facts: Facts;
  /** For each fact that was not told: the one it follows from. */
  readonly from: Readonly<Partial<Record<FactKey, FactKey>>>;
}

/** The facts with what follows from them, once; only what was never asked is filled in. */
export function withImplied(facts: Facts): ImpliedFacts {
  const following = IMPLICATIONS.filter(({ fact, is, implies }) => {
    const value = facts[fact];
    return facts[implies] === undefined && value != null && (is === undefined || value === is);
  });
  if (following.length === 0) return { facts, from: {} };
  return {
    facts: { ...facts, ...Object.fromEntries(following.map(({ implies, value }) => [implies, value])) },
    from: Object.fromEntries(following.toReversed().map(({ implies, fact }) => [implies, fact])),
  };
}
