/** 划型标准：the size standard as data, each category with the standard's own sentence. */
import { z } from "zod";
import { INDUSTRIES, type Industry } from "./facts.ts";
import { readYaml } from "./yaml-source.ts";

export type Indicator = "employees" | "revenue" | "assets";

/** 划型标准's category: for each indicator the inclusive lower bounds of 小型, 中型 and 大型. */
export interface SizeCategory {
  readonly name: string;
  readonly sentence: string;
  readonly industries: readonly Industry[];
  readonly bounds: Readonly<Partial<Record<Indicator, readonly [number, number, number]>>>;
  readonly reading?: string;
}

export interface SizeStandard {
  readonly document: string;
  readonly title: string;
  readonly categories: readonly SizeCategory[];
}

/** @throws RuleError */
export function readSizeStandard(path: string): SizeStandard {
  const source = readYaml(path);
  const standard = source.checked(standardSchema()) as SizeStandard;
  for (const industry of Object.keys(INDUSTRIES) as Industry[]) {
    const times = standard.categories.filter(({ industries }) => industries.includes(industry)).length;
    if (times !== 1)
      throw source.fault(["categories"], `行业${industry}写了${times}次`, "每个行业在一类里写一次，只写一次");
  }
  return standard;
}

function standardSchema() {
  const boundsSchema = z
    .tuple([z.number().positive(), z.number().positive(), z.number().positive()])
    .refine(([small, medium, large]) => small < medium && medium < large, "下限要从小型到大型依次增大");
  return z.strictObject({
    document: z.string(),
    title: z.string(),
    categories: z.array(
      z.strictObject({
        name: z.string(),
        sentence: z.string(),
        industries: z.array(z.enum(Object.keys(INDUSTRIES) as [Industry, ...Industry[]])).min(1),
        bounds: z
          .strictObject({
            employees: boundsSchema.optional(),
            revenue: boundsSchema.optional(),
            assets: boundsSchema.optional(),
          })
          .refine((bounds) => Object.keys(bounds).length > 0, "至少写一个指标"),
        reading: z.string().optional(),
      }),
    ),
  });
}
