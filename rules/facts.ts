/** 事实：what can be known of an owner's business, as programs give it. Anything else is refused, with key, value and what is allowed. */
import { z } from "zod";

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

/** 主营行业 */
export type Industry = keyof typeof INDUSTRIES;

/** 企业规模, smallest first. */
export const SIZES = ["micro", "small", "medium", "large"] as const;
export type EnterpriseSize = (typeof SIZES)[number];

/** A figure known within bounds, both ends included; an absent `max` is unbounded. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

const industries = Object.keys(INDUSTRIES) as [Industry, ...Industry[]];
const figure = z.number().nonnegative();
const bound = figure.nullable().optional();

/** A number, or {min, max} with a missing or null end unbounded (0 below); null is not known. */
const range = z
  .union([figure, z.strictObject({ min: bound, max: bound }), z.null()], {
    error: "要一个不小于0的数，或{min, max} / a number not below 0, or {min, max}",
  })
  .optional()
  .transform((value): Range | undefined => {
    if (value === null || value === undefined) return undefined;
    if (typeof value === "number") return { min: value, max: value };
    return { min: value.min ?? 0, max: value.max ?? Number.POSITIVE_INFINITY };
  })
  .refine(
    (value) => value === undefined || value.min <= value.max,
    "min不能大于max / min may not be above max",
  );
const size = z.enum(SIZES);

/** The facts enterprise size rests on. */
export const sizeFactsSchema = z.strictObject({
  industry: z.enum(industries).nullish(),
  /** 从业人员, persons. */
  employees: range,
  /** 营业收入, 万元 a year. */
  revenue: range,
  /** 资产总额, 万元. */
  assets: range,
  /** Only what the owner states (“小微企业”). */
  size: z
    .union([size.transform((one) => [one]), z.array(size).min(1)], {
      error: `${SIZES.join(", ")} or a list of them`,
    })
    .nullish(),
});
export type SizeFacts = z.infer<typeof sizeFactsSchema>;
