/** 规则文件的写法：what a rule file may hold, and what is said of anything else. `README.md` explains it to policy officers. */
import { z } from "zod";
import { type EnterpriseSize, FACT_KEYS, type FactKey, SIZES } from "./facts.ts";
import { VERDICTS, type Verdict } from "./verdict.ts";

/** 原文用语, as written. */
export interface WrittenBasis {
  readonly quote: string;
  readonly quotedFrom?: string | undefined;
  readonly reading?: string | undefined;
}

export interface WrittenTest extends WrittenBasis {
  readonly fact: FactKey;
  readonly is?: boolean | undefined;
  readonly in?: readonly string[] | undefined;
  readonly atLeast?: number | undefined;
  readonly atMost?: number | undefined;
  readonly below?: number | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

export type WrittenGroup =
  | { readonly all: readonly WrittenCondition[] }
  | { readonly any: readonly WrittenCondition[] };

export type WrittenCondition = WrittenTest | WrittenGroup;

export interface WrittenMember extends WrittenBasis {
  readonly enterprise?: "any" | readonly EnterpriseSize[] | undefined;
  readonly individual?: true | undefined;
}

export interface WrittenCase {
  readonly case: string;
  readonly asOf?: string | undefined;
  readonly facts?: Readonly<Record<string, unknown>> | undefined;
  readonly each?: Readonly<Record<string, readonly unknown[]>> | undefined;
  readonly verdict: Verdict;
  readonly missing?: readonly FactKey[] | undefined;
}

export interface WrittenRule {
  readonly clause: string;
  readonly audience?: readonly WrittenMember[] | undefined;
  readonly conditions?: readonly WrittenCondition[] | undefined;
  readonly base?: Readonly<Record<string, unknown>> | undefined;
  readonly cases: readonly WrittenCase[];
}

export interface RuleFile {
  readonly measure: number;
  readonly asOf: string;
  readonly clauses: readonly WrittenRule[];
}

export function ruleFileSchema(): z.ZodType<RuleFile> {
  const basisSchema = {
    quote: z.string().min(1),
    quotedFrom: z.string().optional(),
    reading: z.string().min(1).optional(),
  };
  const isExplained = ({ quotedFrom, reading }: { quotedFrom?: unknown; reading?: unknown }) =>
    quotedFrom === undefined || reading !== undefined;
  const UNEXPLAINED = "引用别的条款，要在reading写明为什么适用于本条";
  const testSchema = z.strictObject({
    fact: z.enum(FACT_KEYS as [FactKey, ...FactKey[]], {
      error: ({ input }) => `没有事实${String(input)}；可用的是${FACT_KEYS.join("、")}`,
    }),
    is: z.boolean({ error: "写true或false" }).optional(),
    in: z.array(z.string()).min(1).optional(),
    atLeast: z.number().nonnegative().optional(),
    atMost: z.number().nonnegative().optional(),
    below: z.number().positive().optional(),
    from: z.iso.date({ error: "日期写成YYYY-MM-DD" }).optional(),
    until: z.iso.date({ error: "日期写成YYYY-MM-DD" }).optional(),
    ...basisSchema,
  });
  const factTestSchema = testSchema.refine(isExplained, UNEXPLAINED);
  const conditionSchema: z.ZodType<WrittenCondition> = z.lazy(() =>
    z.custom<WrittenCondition>().superRefine((value, context) => {
      const isGroup = typeof value === "object" && value !== null && ("all" in value || "any" in value);
      const checked = (isGroup ? groupSchema : factTestSchema).safeParse(value);
      for (const issue of checked.error?.issues ?? []) context.addIssue({ ...issue, code: "custom" });
    }),
  );
  const groupSchema = z
    .strictObject({
      all: z.array(conditionSchema).min(1).optional(),
      any: z.array(conditionSchema).min(1).optional(),
    })
    .refine(({ all, any }) => (all === undefined) !== (any === undefined), "all和any只写一个");
  const audienceSchema = z
    .strictObject({
      enterprise: z
        .union([z.literal("any"), z.array(z.enum(SIZES)).min(1)], {
          error: `写any，或${SIZES.join("、")}的列表`,
        })
        .optional(),
      individual: z.literal(true).optional(),
      ...basisSchema,
    })
    .refine(
      ({ enterprise, individual }) => (enterprise === undefined) !== (individual === undefined),
      "enterprise和individual写一个，也只写一个",
    )
    .refine(isExplained, UNEXPLAINED);
  const caseSchema = z.strictObject({
    case: z.string().min(1),
    asOf: z.iso.date({ error: "日期写成YYYY-MM-DD" }).optional(),
    facts: z.record(z.string(), z.unknown()).optional(),
    each: z.record(z.string(), z.array(z.unknown()).min(1)).optional(),
    verdict: z.enum(VERDICTS, { error: `结论是${VERDICTS.join("、")}之一` }),
    missing: z.array(z.enum(FACT_KEYS as [FactKey, ...FactKey[]])).optional(),
  });
  const entrySchema = z.strictObject({
    clause: z.string(),
    audience: z.array(audienceSchema).min(1).optional(),
    conditions: z.array(conditionSchema).min(1).optional(),
    base: z.record(z.string(), z.unknown()).optional(),
    cases: z.array(caseSchema).min(1),
  });
  return z.strictObject({
    measure: z.int().positive(),
    asOf: z.iso.date({ error: "日期写成YYYY-MM-DD" }),
    clauses: z.array(entrySchema).min(1),
  });
}
