/** `mingbai check`: every clause's verdict for an owner's facts; a table for a person, JSON lines for programs. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { IsoDate } from "../../knowledge/index.ts";
import {
  type Assessor,
  describe,
  FACTS,
  type FactKey,
  type Facts,
  factsSchema,
  isGroup,
  type Outcome,
  type Trace,
  type TracedFact,
  traceOf,
  valueText,
} from "../../rules/index.ts";
import { wording } from "../wording.ts";
import { answerLines } from "./json-lines.ts";

export interface CheckOptions {
  readonly jsonl?: boolean;
  /** A file with one JSON object of facts. */
  readonly facts?: string;
  readonly asOf?: IsoDate;
  /** The clause to explain, condition by condition. */
  readonly explain?: string;
}

const lineSchema = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  facts: factsSchema,
  asOf: z.iso.date().optional(),
});

export async function runCheck(
  { jsonl, facts: file, asOf, explain }: CheckOptions,
  assessor: Assessor,
  today: () => IsoDate,
): Promise<number> {
  if (jsonl) {
    await answerLines(lineSchema, async (line) => ({
      id: line.id,
      ...asObject(line.facts, line.asOf ?? asOf ?? today(), assessor),
    }));
    return 0;
  }
  const facts = file === undefined ? {} : readFacts(file);
  if (typeof facts === "string") {
    process.stderr.write(`${facts}\n`);
    return 2;
  }
  const day = asOf ?? today();
  if (explain === undefined) process.stdout.write(`${tableOf(facts, day, assessor)}\n`);
  else {
    const text = explanationOf(explain, facts, day, assessor);
    if (text === undefined) {
      process.stderr.write(`没有条款${explain} / no such clause\n`);
      return 2;
    }
    process.stdout.write(`${text}\n`);
  }
  return 0;
}

function asObject(facts: Facts, asOf: IsoDate, assessor: Assessor) {
  const assessments = assessor.inquire(facts).assess(asOf);
  return {
    verdicts: Object.fromEntries(assessments.map(({ clause, verdict }) => [clause, verdict])),
    missing: Object.fromEntries(
      assessments.flatMap(({ clause, missing }) => (missing.length > 0 ? [[clause, missing]] : [])),
    ),
  };
}

/** The facts, or what is wrong with them. */
function readFacts(file: string): Facts | string {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    return `读不了${file}：${error instanceof Error ? error.message : String(error)}`;
  }
  const checked = factsSchema.safeParse(data);
  return checked.success ? checked.data : `${file}：\n${z.prettifyError(checked.error)}`;
}

function tableOf(facts: Facts, asOf: IsoDate, { inquire, rulebook }: Assessor): string {
  const inquiry = inquire(facts);
  const { contradiction } = inquiry.size();
  const rows = inquiry.assess(asOf).map(({ clause: id, verdict, missing }) => {
    const title = rulebook.rules.find(({ clause }) => clause.id === id)?.clause.title ?? "";
    const lacking = missing.length > 0 ? `；${wording.trace.missing(labelsOf(missing))}` : "";
    return `${id}  ${padded(title, 36)}${wording.verdicts[verdict]}${lacking}`;
  });
  return [wording.inForce(asOf), ...(contradiction ? [wording.trace.contradiction] : []), ...rows].join("\n");
}

function explanationOf(id: string, facts: Facts, asOf: IsoDate, assessor: Assessor): string | undefined {
  const rule = assessor.rulebook.rules.find(({ clause }) => clause.id === id);
  if (rule === undefined) return undefined;
  const inquiry = assessor.inquire(facts);
  const { verdict, missing } = inquiry.assessClause(id, asOf);
  const conditions = rule.condition ? linesOf(traceOf(rule.condition, inquiry, assessor), "") : [];
  return [
    `${id} ${rule.clause.title}`,
    rule.clause.text,
    `${wording.inForce(asOf)}${wording.verdicts[verdict]}`,
    ...(missing.length > 0 ? [wording.trace.missing(labelsOf(missing))] : []),
    ...conditions,
  ].join("\n");
}

const MARKS: Readonly<Record<Outcome, string>> = { holds: "✓", fails: "✗", unknown: "？" };

function linesOf({ condition, outcome, facts, regardlessOf, parts }: Trace, indent: string): string[] {
  const { quote = "", reading } = condition;
  if (isGroup(condition)) {
    const head = condition.kind === "any" ? wording.trace.anyOf : wording.trace.allOf;
    if (condition.kind === "all" && indent === "") return parts.flatMap((part) => linesOf(part, indent));
    return [`${indent}${MARKS[outcome]} ${head}`, ...parts.flatMap((part) => linesOf(part, `${indent}   `))];
  }
  const known = facts.filter(({ value }) => value !== undefined).map(factText);
  const open = regardlessOf.length > 0 ? [wording.trace.regardless(labelsOf(regardlessOf))] : [];
  const because = [...known, ...open].join("，");
  return [
    `${indent}${MARKS[outcome]} ${describe(condition)}〔“${quote}”〕${because === "" ? "" : ` ${because}`}`,
    ...(reading === undefined ? [] : [`${indent}   ${wording.trace.reading(reading)}`]),
  ];
}

function factText({ fact, value = null, saidBy, impliedBy }: TracedFact): string {
  const source = impliedBy
    ? `（${wording.trace.implied(FACTS[impliedBy].label)}）`
    : saidBy === undefined
      ? ""
      : `（${wording.trace.saidBy(saidBy)}）`;
  return `${FACTS[fact].label}：${valueText(fact, value)}${source}`;
}

function labelsOf(facts: readonly FactKey[]): string {
  return facts.map((fact) => FACTS[fact].label).join("、");
}

/** Chinese characters are two columns wide. */
function padded(text: string, columns: number): string {
  const width = [...text].reduce((sum, character) => sum + (character.charCodeAt(0) > 0xff ? 2 : 1), 0);
  return `${text}${" ".repeat(Math.max(1, columns - width))}`;
}
