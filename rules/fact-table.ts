/**
 * 事实表：what can be known of an owner's business, and how it is asked. The schema, the questions and the review sheet are
 * made from it. Every sentence here is read by owners and signed by the client.
 */

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
    | {
        readonly kind: "yesNo";
        /** The two answers in the question's own words. */
        readonly answers: { readonly yes: string; readonly no: string };
      }
    | {
        readonly kind: "number";
        readonly unit: string;
        /** How ten thousand of the unit and more are said. */
        readonly largeUnit?: string;
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
    largeUnit: "亿元/年",
    usual: { min: 10, max: 200_000 },
    question: "上一年全年营业收入大约多少万元？说个大概的范围也行。",
    why: "企业大、中、小、微型按营业收入等指标划分。",
    effort: 1.2,
  },
  assets: {
    label: "资产总额",
    kind: "number",
    unit: "万元",
    largeUnit: "亿元",
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
    answers: { yes: "是，有困难", no: "不是" },
    question: "生意是不是受疫情影响，暂时出现了经营困难？",
    effort: 1,
  },
  goodProspects: {
    label: "发展前景良好",
    kind: "yesNo",
    answers: { yes: "是，前景不错", no: "不是" },
    question: "撇开眼下的困难，您的发展前景是不是良好（比如有订单、有客源）？",
    why: "这一条写的是“发展前景良好”的企业，最后由银行认定。",
    effort: 1,
  },
  hasBankLoan: {
    label: "有银行贷款",
    kind: "yesNo",
    answers: { yes: "有", no: "没有" },
    question: "您现在有没有银行贷款？",
    effort: 1,
  },
  creditLine: {
    label: "单户授信总额",
    kind: "number",
    unit: "万元",
    largeUnit: "亿元",
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
    answers: { yes: "办了或同意了", no: "没有" },
    question: "银行是不是已经给您办了展期，或者同意调整还款安排？",
    why: "这一条保护的是银行已经办理展期或调整还款安排的贷款。",
    effort: 1,
    presumes: "hasBankLoan",
  },
  cityListed2022: {
    label: "所在地级市2022年被列为中高风险地区",
    kind: "yesNo",
    answers: { yes: "有", no: "没有" },
    question: "您所在的地级市，2022年有没有地方被列为中高风险地区？不记得就说不清楚。",
    why: "看的是整个地级市，不是您所在的街道或区县。",
    effort: 1.5,
  },
  recognizedHardHit: {
    label: "行业被当地或银行认定为困难行业",
    kind: "yesNo",
    answers: { yes: "有", no: "没有" },
    question: "当地或银行有没有把您这个行业认定为困难行业？",
    why: "原文在列出的行业后有“等困难行业”，没列到的行业要看当地或银行怎么认定。",
    effort: 1.5,
  },
  guaranteedLoan: {
    label: "政府性融资担保机构担保的贷款",
    kind: "yesNo",
    answers: { yes: "是", no: "不是" },
    question: "您的贷款是不是由政府性融资担保机构担保的？",
    effort: 1.2,
    presumes: "hasBankLoan",
  },
  unableToRepay: {
    label: "确无还款能力",
    kind: "yesNo",
    answers: { yes: "是，确实还不上", no: "不是，还能还" },
    question: "您现在是不是确实没有能力还款了？",
    effort: 1,
    presumes: "guaranteedLoan",
  },
  exporter: {
    label: "外贸出口企业",
    kind: "yesNo",
    answers: { yes: "是", no: "不是" },
    question: "您是不是做外贸出口的？",
    effort: 1,
  },
  overdueReceivable: {
    label: "被拖欠账款",
    kind: "yesNo",
    answers: { yes: "有", no: "没有" },
    question: "有没有人拖欠您的账款？",
    effort: 1,
  },
  unfairPaymentTerms: {
    label: "遭恶意拖欠或不合理付款条款",
    kind: "yesNo",
    answers: { yes: "有", no: "没有" },
    question: "有没有人恶意拖欠您的账款，或者合同里的付款条件、付款期限明显不合理？",
    effort: 1,
  },
  unlawfulCharges: {
    label: "遭乱收费、乱罚款、乱摊派",
    kind: "yesNo",
    answers: { yes: "有", no: "没有" },
    question: "有没有人向您乱收费、乱罚款、乱摊派？",
    effort: 1,
  },
  chainKeyNode: {
    label: "处于产业链关键节点",
    kind: "yesNo",
    answers: { yes: "是", no: "不是" },
    question: "您的企业是不是处在产业链的关键节点（比如给龙头企业独家或主要配套）？",
    why: "“白名单”收的是处于产业链关键节点的企业，由工业和信息化主管部门确定。",
    effort: 1.2,
  },
} as const satisfies Readonly<Record<string, FactSpec>>;
