/** 规则书：the rule files of a notice and the size standard, read and checked. Whatever is wrong is said with file, line and remedy. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import type { Clause, IsoDate } from "../knowledge/index.ts";
import { type Basis, type Condition, type FactCondition, leavesOf, type Test } from "./condition.ts";
import {
  FACT_KEYS,
  FACTS,
  type FactKey,
  type Facts,
  factsSchema,
  INDUSTRIES,
  type Industry,
  SIZES,
} from "./facts.ts";
import { possibleVerdicts, VERDICTS, type Verdict } from "./verdict.ts";

/** A rule file that cannot be used: the message names file and line and says what to write instead. */
export class RuleError extends Error {
  override readonly name = "RuleError";
}

/** 案例：an owner's facts and the verdict a policy officer signs for them. */
export interface Case {
  readonly name: string;
  readonly facts: Facts;
  readonly asOf: IsoDate;
  readonly verdict: Verdict;
  readonly missing?: readonly FactKey[];
  readonly line: number;
}

/** A clause's rule. Without a condition it holds for everybody. */
export interface Rule {
  readonly clause: Clause;
  readonly condition?: Condition;
  readonly cases: readonly Case[];
  readonly file: string;
  readonly line: number;
}

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

export interface Rulebook {
  /** One for each clause of the notice, in the order of the text. */
  readonly rules: readonly Rule[];
  readonly standard: SizeStandard;
}

/**
 * @param root the folder `rules/`
 * @param notice the notice's id, the name of its folder under `notices/`
 * @throws RuleError
 */
export function readRulebook(root: string, notice: string, clauses: readonly Clause[]): Rulebook {
  const folder = join(root, "notices", notice);
  const rules = readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .toSorted()
    .flatMap((file) => readRules(join(folder, file), clauses));
  const standard = readStandard(join(root, "standards", "enterprise-size.yaml"));
  inOrder(rules, clauses, folder);
  return { rules, standard };
}

/** Reads one measure's file. */
function readRules(path: string, clauses: readonly Clause[]): Rule[] {
  const source = readYaml(path);
  const file = source.checked(fileSchema);
  return file.clauses.map((entry, at): Rule => {
    const where = ["clauses", at];
    const clause = clauses.find(({ id }) => id === entry.clause);
    if (clause === undefined || clause.measure !== file.measure)
      throw source.fault(
        [...where, "clause"],
        `第${file.measure}条措施里没有条款${entry.clause}`,
        `本条措施的条款是${clauses.flatMap(({ id, measure }) => (measure === file.measure ? [id] : [])).join("、")}`,
      );
    const condition = conditionOf(entry, where, source);
    if (condition && clause.nature === "background")
      throw source.fault(where, `${clause.id}没有可申请的事项，不能写对象和条件`, "删去audience和conditions");
    if (condition) checkBasis(condition, clause, clauses, source);
    return {
      clause,
      ...(condition && { condition: condition.condition }),
      cases: casesOf(entry, file.asOf, possibleVerdicts(clause, condition !== undefined), where, source),
      file: basename(path),
      line: source.lineOf(where),
    };
  });
}

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
type WrittenTest = z.infer<typeof testSchema>;
interface WrittenGroup {
  readonly all?: readonly WrittenCondition[];
  readonly any?: readonly WrittenCondition[];
  readonly quote?: string;
}
type WrittenCondition = WrittenTest | WrittenGroup;
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
const fileSchema = z.strictObject({
  measure: z.int().positive(),
  asOf: z.iso.date({ error: "日期写成YYYY-MM-DD" }),
  clauses: z.array(entrySchema).min(1),
});
type Entry = z.infer<typeof entrySchema>;

/** Where each leaf of a condition is written. */
interface Located {
  readonly condition: Condition;
  readonly paths: ReadonlyMap<Condition, Path>;
}

function conditionOf({ audience, conditions }: Entry, where: Path, source: YamlSource): Located | undefined {
  const paths = new Map<Condition, Path>();
  const at = (condition: Condition, path: Path): Condition => {
    paths.set(condition, path);
    return condition;
  };
  const written = (condition: WrittenCondition, path: Path): Condition => {
    if ("fact" in condition) return at(factCondition(condition, path, source), path);
    const kind = condition.all ? "all" : "any";
    return at(
      { kind, of: (condition[kind] ?? []).map((part, index) => written(part, [...path, kind, index])) },
      path,
    );
  };
  const parts: Condition[] = [];
  if (audience) {
    const members = audience.map((member, index): Condition => {
      const path = [...where, "audience", index];
      const basis = basisOf(member);
      const { reading: _, ...words } = basis;
      const entity = (kind: string, own: Partial<Basis> = basis): Condition =>
        at({ kind: "fact", fact: "entityType", test: { in: [kind] }, ...own }, path);
      if (member.individual) return entity("individual");
      if (member.enterprise === "any") return entity("enterprise");
      const sized = at({ kind: "size", sizes: member.enterprise ?? [], ...basis }, path);
      return at({ kind: "all", of: [entity("enterprise", words), sized] }, path);
    });
    parts.push(members.length === 1 ? (members[0] as Condition) : { kind: "any", of: members });
  }
  parts.push(...(conditions ?? []).map((part, index) => written(part, [...where, "conditions", index])));
  if (parts.length === 0) return undefined;
  return { condition: { kind: "all", of: parts }, paths };
}

function basisOf({
  quote,
  quotedFrom,
  reading,
}: { [Key in keyof Basis]?: string | undefined }): Partial<Basis> {
  return {
    ...(quote !== undefined && { quote }),
    ...(quotedFrom !== undefined && { quotedFrom }),
    ...(reading !== undefined && { reading }),
  };
}

const TESTS = {
  yesNo: ["is"],
  choice: ["in"],
  number: ["atLeast", "atMost", "below"],
  date: ["from", "until"],
  sizes: [],
  text: [],
} as const;

function factCondition(written: WrittenTest, path: Path, source: YamlSource): FactCondition {
  const { fact, quote, quotedFrom, reading, ...tests } = written;
  const spec = FACTS[fact];
  const allowed: readonly string[] = TESTS[spec.kind];
  const given = Object.entries(tests).filter(([, value]) => value !== undefined);
  const [name, value] = given[0] ?? [];
  if (name === undefined || given.length > 1 || !allowed.includes(name)) {
    const remedy = allowed.length > 0 ? `写${allowed.join("、")}中的一个` : "换一个事实";
    throw source.fault(path, `不能这样判断“${spec.label}”（${fact}）`, remedy);
  }
  if (spec.kind === "choice") {
    const stray = (value as readonly string[]).filter((choice) => !(choice in spec.choices));
    if (stray.length > 0)
      throw source.fault(
        [...path, "in"],
        `“${spec.label}”没有${stray.join("、")}这一项`,
        `可选的是${Object.keys(spec.choices).join("、")}`,
      );
  }
  return {
    kind: "fact",
    fact,
    test: { [name]: value } as unknown as Test,
    ...basisOf({ quote, quotedFrom, reading }),
  };
}

function checkBasis(
  { condition, paths }: Located,
  clause: Clause,
  clauses: readonly Clause[],
  source: YamlSource,
): void {
  for (const leaf of leavesOf(condition)) {
    const { quote = "", quotedFrom } = leaf;
    const path = paths.get(leaf) ?? [];
    const other = quotedFrom === undefined ? clause : clauses.find(({ id }) => id === quotedFrom);
    if (other === undefined)
      throw source.fault([...path, "quotedFrom"], `没有条款${quotedFrom}`, "写本通知的条款编号");
    if (!other.text.includes(quote))
      throw source.fault([...path, "quote"], `“${quote}”不是${other.id}的原文`, `原文是“${other.text}”`);
  }
}

const UNASKED = "unasked";

/** Each value of `each` is a case of its own, so are all values of several. */
function casesOf(
  { base = {}, cases }: Entry,
  asOf: IsoDate,
  possible: readonly Verdict[],
  where: Path,
  source: YamlSource,
): Case[] {
  return cases.flatMap((written, index) => {
    const path = [...where, "cases", index];
    if (!possible.includes(written.verdict))
      throw source.fault(
        [...path, "verdict"],
        `本条不会有${written.verdict}的结论`,
        `本条的结论是${possible.join("、")}之一`,
      );
    const variants = Object.entries(written.each ?? {}).reduce<Record<string, unknown>[]>(
      (rows, [key, values]) => rows.flatMap((row) => values.map((value) => ({ ...row, [key]: value }))),
      [{}],
    );
    return variants.map((variant): Case => {
      const merged = Object.entries({ ...base, ...written.facts, ...variant });
      const checked = factsSchema.safeParse(
        Object.fromEntries(merged.filter(([, value]) => value !== UNASKED)),
      );
      if (!checked.success)
        throw source.fault(path, `案例“${written.case}”的事实不对`, z.prettifyError(checked.error));
      const told = Object.values(variant).map(String).join("、");
      return {
        name: told === "" ? written.case : `${written.case}（${told}）`,
        facts: checked.data,
        asOf: written.asOf ?? asOf,
        verdict: written.verdict,
        ...(written.missing && { missing: written.missing }),
        line: source.lineOf(path),
      };
    });
  });
}

function inOrder(rules: readonly Rule[], clauses: readonly Clause[], folder: string): void {
  const expected = clauses.map(({ id }) => id);
  const given = rules.map(({ clause }) => clause.id);
  const missing = expected.filter((id) => !given.includes(id));
  if (missing.length > 0)
    throw new RuleError(
      `${basename(folder)}: 没有${missing.join("、")}的规则。每个条款都要写，没有条件的只写clause和cases。`,
    );
  const at = given.findIndex((id, index) => id !== expected[index]);
  const rule = rules[at];
  if (rule)
    throw new RuleError(
      `${rule.file}:${rule.line}: ${rule.clause.id}的位置不对或写了两遍。按原文顺序，这里应是${expected[at] ?? "文件末尾"}。`,
    );
}

const boundsSchema = z
  .tuple([z.number().positive(), z.number().positive(), z.number().positive()])
  .refine(([small, medium, large]) => small < medium && medium < large, "下限要从小型到大型依次增大");
const standardSchema = z.strictObject({
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

function readStandard(path: string): SizeStandard {
  const source = readYaml(path);
  const standard = source.checked(standardSchema) as SizeStandard;
  for (const industry of Object.keys(INDUSTRIES) as Industry[]) {
    const times = standard.categories.filter(({ industries }) => industries.includes(industry)).length;
    if (times !== 1)
      throw source.fault(["categories"], `行业${industry}写了${times}次`, "每个行业在一类里写一次，只写一次");
  }
  return standard;
}

type Path = readonly (string | number)[];

/** A YAML file that knows its lines. */
interface YamlSource {
  checked<T>(schema: z.ZodType<T>): T;
  lineOf(path: Path): number;
  fault(path: Path, what: string, remedy: string): RuleError;
}

function readYaml(path: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(path, "utf8"), { lineCounter: lines });
  const file = basename(path);
  const [broken] = document.errors;
  if (broken)
    throw new RuleError(
      `${file}:${lines.linePos(broken.pos[0]).line}: 不是能读的YAML：${broken.message.split("\n")[0]}。检查缩进、冒号后的空格和引号。`,
    );
  const lineOf = (where: Path): number => {
    for (let length = where.length; length > 0; length--) {
      const node = document.getIn(where.slice(0, length), true);
      const isNode = isMap(node) || isSeq(node) || isScalar(node);
      if (isNode && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const fault = (where: Path, what: string, remedy: string) =>
    new RuleError(`${file}:${lineOf(where)}: ${what}。${remedy}。`);
  return {
    lineOf,
    fault,
    checked: (schema) => {
      const result = schema.safeParse(document.toJS());
      if (result.success) return result.data;
      const [issue] = result.error.issues;
      const where = (issue?.path ?? []) as Path;
      throw fault(where, `${where.join(".")}写得不对`, issue?.message ?? "");
    },
  };
}
