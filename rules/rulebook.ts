/** 规则书：the rule files of a notice and the size standard, read and checked. Whatever is wrong is said with file, line and remedy. */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import type { Clause, IsoDate } from "../knowledge/index.ts";
import {
  type Basis,
  type Condition,
  type FactCondition,
  type Leaf,
  leavesOf,
  type Test,
} from "./condition.ts";
import { FACTS, type FactKey, type Facts, factsSchema, valueText } from "./facts.ts";
import {
  ruleFileSchema,
  type WrittenBasis,
  type WrittenCondition,
  type WrittenRule,
  type WrittenTest,
} from "./rule-form.ts";
import { readSizeStandard, type SizeStandard } from "./size-standard.ts";
import { possibleVerdicts, type Verdict } from "./verdict.ts";
import { type Path, RuleError, readYaml, type YamlSource } from "./yaml-source.ts";

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
  const standard = readSizeStandard(join(root, "standards", "enterprise-size.yaml"));
  inOrder(rules, clauses, folder);
  return { rules, standard };
}

/** Reads one measure's file. */
function readRules(path: string, clauses: readonly Clause[]): Rule[] {
  const source = readYaml(path);
  const file = source.checked(ruleFileSchema());
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
      get line() {
        return source.lineOf(where);
      },
    };
  });
}

/** Where each leaf of a condition is written. */
interface Located {
  readonly condition: Condition;
  readonly paths: ReadonlyMap<Leaf, Path>;
}

function conditionOf(
  { audience, conditions }: WrittenRule,
  where: Path,
  source: YamlSource,
): Located | undefined {
  const paths = new Map<Leaf, Path>();
  const at = (leaf: Leaf, path: Path): Leaf => {
    paths.set(leaf, path);
    return leaf;
  };
  const written = (condition: WrittenCondition, path: Path): Condition => {
    if ("fact" in condition) return at(factCondition(condition, path, source), path);
    const [kind, parts] =
      "all" in condition ? (["all", condition.all] as const) : (["any", condition.any] as const);
    return { kind, of: parts.map((part, index) => written(part, [...path, kind, index])) };
  };
  const parts: Condition[] = [];
  if (audience) {
    const members = audience.map((member, index): Condition => {
      const path = [...where, "audience", index];
      const basis = basisOf(member);
      const { reading: _, ...words } = basis;
      const entity = (kind: string, own: Basis = basis): Condition =>
        at({ kind: "fact", fact: "entityType", test: { in: [kind] }, ...own }, path);
      if (member.enterprise === undefined) return entity("individual");
      if (member.enterprise === "any") return entity("enterprise");
      const sized = at({ kind: "size", sizes: member.enterprise, ...basis }, path);
      return { kind: "all", of: [entity("enterprise", words), sized] };
    });
    parts.push(members.length === 1 ? (members[0] as Condition) : { kind: "any", of: members });
  }
  parts.push(...(conditions ?? []).map((part, index) => written(part, [...where, "conditions", index])));
  if (parts.length === 0) return undefined;
  return { condition: { kind: "all", of: parts }, paths };
}

function basisOf({ quote, quotedFrom, reading }: WrittenBasis): Basis {
  return {
    quote,
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
  const { fact, quote, quotedFrom, reading, ...test } = written;
  const spec = FACTS[fact];
  const allowed: readonly string[] = TESTS[spec.kind];
  // None or several are never among them.
  if (!allowed.includes(Object.keys(test).join())) {
    const remedy = allowed.length > 0 ? `写${allowed.join("、")}中的一个` : "换一个事实";
    throw source.fault(path, `不能这样判断“${spec.label}”（${fact}）`, remedy);
  }
  if (spec.kind === "choice") {
    const stray = (test.in as readonly string[]).filter((choice) => !(choice in spec.choices));
    if (stray.length > 0)
      throw source.fault(
        [...path, "in"],
        `“${spec.label}”没有${stray.join("、")}这一项`,
        `可选的是${Object.keys(spec.choices).join("、")}`,
      );
  }
  return { kind: "fact", fact, test: test as Test, ...basisOf(written) };
}

function checkBasis(
  { condition, paths }: Located,
  clause: Clause,
  clauses: readonly Clause[],
  source: YamlSource,
): void {
  for (const leaf of leavesOf(condition)) {
    const { quote, quotedFrom } = leaf as Leaf & Basis;
    const path = paths.get(leaf) as Path;
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
  { base, cases }: WrittenRule,
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
      const told = (Object.keys(variant) as FactKey[])
        .map((key) => valueText(key, checked.data[key] ?? null))
        .join("、");
      return {
        name: told === "" ? written.case : `${written.case}（${told}）`,
        facts: checked.data,
        asOf: written.asOf ?? asOf,
        verdict: written.verdict,
        ...(written.missing && { missing: written.missing }),
        get line() {
          return source.lineOf(path);
        },
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
