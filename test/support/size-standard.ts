import { INDUSTRIES, type Industry } from "../../rules/facts.ts";

/** The standard's rows again, as the ministry prints them: 中型 … and …, 小型 … and …; typed here a second time on purpose. */
export const ROWS: [Industry[], string][] = [
  [["agriculture"], "营业收入20000 500 50"],
  [["mining", "manufacturing", "utilities"], "从业人员1000 300 20 营业收入40000 2000 300"],
  [["construction"], "营业收入80000 6000 300 资产总额80000 5000 300"],
  [["wholesale"], "从业人员200 20 5 营业收入40000 5000 1000"],
  [["retail"], "从业人员300 50 10 营业收入20000 500 100"],
  [["transport"], "从业人员1000 300 20 营业收入30000 3000 200"],
  [["warehousing"], "从业人员200 100 20 营业收入30000 1000 100"],
  [["post"], "从业人员1000 300 20 营业收入30000 2000 100"],
  [["accommodation", "catering"], "从业人员300 100 10 营业收入10000 2000 100"],
  [["telecom"], "从业人员2000 100 10 营业收入100000 1000 100"],
  [["software"], "从业人员300 100 10 营业收入10000 1000 50"],
  [["realEstate"], "营业收入200000 1000 100 资产总额10000 5000 2000"],
  [["propertyManagement"], "从业人员1000 300 100 营业收入5000 1000 500"],
  [["businessServices", "travelAgency"], "从业人员300 100 10 资产总额120000 8000 100"],
  [["culture", "tourism", "other"], "从业人员300 100 10"],
];
const KEYS = { 从业人员: "employees", 营业收入: "revenue", 资产总额: "assets" } as const;
type Figures = Partial<Record<"employees" | "revenue" | "assets", number>>;

export function rowOf(industry: Industry): [keyof Figures, number[]][] {
  const row = ROWS.find(([industries]) => industries.includes(industry))?.[1] ?? "";
  return [...row.matchAll(/(\p{Script=Han}+)([\d ]+)/gu)].map(([, name, numbers]) => {
    return [KEYS[name as keyof typeof KEYS], (numbers ?? "").trim().split(" ").map(Number)];
  });
}

/** From 大 down, the first tier all of whose bounds are met; else 微. */
export function plainly(industry: Industry, figures: Figures): string {
  const row = rowOf(industry);
  for (const [index, size] of ["large", "medium", "small"].entries()) {
    if (row.every(([name, bounds]) => (figures[name] ?? 0) >= (bounds[index] ?? 0))) return size;
  }
  return "micro";
}

export const industries = Object.keys(INDUSTRIES) as Industry[];
