/** 规则检查：what can be found wrong with rules without any owner: impossible, idle, untried, or not what the cases say. */
import type { Assessor } from "./assess.ts";
import { type Condition, isGroup, type Leaf, leavesOf } from "./condition.ts";
import { FALSE, type Node, TRUE } from "./diagram.ts";
import { FACTS, SIZE_NAMES, valueText } from "./facts.ts";
import type { Rule } from "./rulebook.ts";

export interface RuleFault {
  readonly file: string;
  readonly line: number;
  readonly what: string;
  readonly remedy: string;
}

/** Words of a clause that no condition quotes; for the policy officer to read, not a fault. */
export interface UnquotedWords {
  readonly clause: string;
  readonly words: readonly string[];
}

export function faultsOf(assessor: Assessor): RuleFault[] {
  return assessor.rulebook.rules.flatMap((rule) => [
    ...logicFaults(rule, assessor),
    ...caseFaults(rule, assessor),
    ...untriedConditions(rule, assessor),
  ]);
}

/** A rule that can never hold or never fail, and conditions that change nothing. */
function logicFaults({ condition, clause, file, line }: Rule, { model }: Assessor): RuleFault[] {
  if (condition === undefined) return [];
  const whole = model.functions.get(condition) as Node;
  const fault = (what: string, remedy: string) => [{ file, line, what: `${clause.id}${what}`, remedy }];
  if (whole === FALSE) return fault("的条件互相矛盾，谁都不会符合", "核对对象和条件");
  if (whole === TRUE) return fault("的条件没有限定任何人，谁都符合", "核对对象和条件，或者都删去");
  const without = (part: Condition, left: Condition): Node => {
    if (!isGroup(part)) return model.functions.get(part) as Node;
    const parts = part.of.filter((one) => one !== left).map((one) => without(one, left));
    return part.kind === "all" ? model.diagrams.all(parts) : model.diagrams.any(parts);
  };
  return partsOf(condition)
    .filter((part) => without(condition, part) === whole)
    .flatMap((part) => fault(`的条件“${describe(part)}”去掉也不变`, "删去它，或核对它和别的条件"));
}

function caseFaults({ clause, cases, file }: Rule, assessor: Assessor): RuleFault[] {
  return cases.flatMap(({ name, facts, asOf, verdict, missing, line }) => {
    const found = assessor.inquire(facts).assessClause(clause.id, asOf);
    const sorted = (keys: readonly string[]) => keys.toSorted().join("、") || "没有";
    const left = sorted(found.missing);
    const written = missing ? sorted(missing) : left;
    const faults: RuleFault[] = [];
    if (found.verdict !== verdict)
      faults.push({
        file,
        line,
        what: `${clause.id}的案例“${name}”写的是${verdict}，按规则是${found.verdict}`,
        remedy: "规则和案例改一个",
      });
    else if (written !== left)
      faults.push({
        file,
        line,
        what: `${clause.id}的案例“${name}”还缺的事实写的是${written}，按规则是${left}`,
        remedy: "规则和案例改一个",
      });
    return faults;
  });
}

/** Each condition needs a case in which it holds and one in which it does not. */
function untriedConditions({ clause, condition, cases, file, line }: Rule, assessor: Assessor): RuleFault[] {
  if (condition === undefined) return [];
  const inquiries = cases.map(({ facts }) => assessor.inquire(facts));
  return leavesOf(condition).flatMap((leaf) => {
    const outcomes = inquiries.map((inquiry) => inquiry.outcomeOf(leaf));
    return (["holds", "fails"] as const)
      .filter((outcome) => !outcomes.includes(outcome))
      .map((outcome) => ({
        file,
        line,
        what: `${clause.id}没有一个案例让“${describe(leaf)}”${outcome === "holds" ? "成立" : "不成立"}`,
        remedy: "在cases里加一个",
      }));
  });
}

export function unquotedWords({ rules }: Assessor["rulebook"]): UnquotedWords[] {
  return rules.flatMap(({ clause, condition }) => {
    if (condition === undefined) return [];
    const quoted = quotedSpans(clause.text, clause.id, leavesOf(condition));
    const ends = [...quoted.map(({ start }) => start), clause.text.length];
    const words = ends
      .map((end, at) => clause.text.slice(quoted[at - 1]?.end, end))
      .filter((between) => /\p{L}/u.test(between));
    return words.length > 0 ? [{ clause: clause.id, words }] : [];
  });
}

/** Where a clause's own words are quoted; overlapping quotes joined, in order. */
export function quotedSpans(text: string, clause: string, leaves: readonly Leaf[]) {
  const spans = leaves
    .flatMap(({ quote, quotedFrom = clause }) => {
      if (quote === undefined || quotedFrom !== clause) return [];
      const start = text.indexOf(quote);
      return [{ start, end: start + quote.length }];
    })
    .toSorted((a, b) => a.start - b.start);
  return spans.reduce<{ start: number; end: number }[]>((joined, span) => {
    const last = joined.at(-1);
    if (last === undefined || span.start > last.end) joined.push({ ...span });
    else last.end = Math.max(last.end, span.end);
    return joined;
  }, []);
}

function partsOf(condition: Condition): Condition[] {
  return isGroup(condition) ? condition.of.flatMap((part) => [part, ...partsOf(part)]) : [];
}

/** A condition in a policy officer's words. */
export function describe(condition: Condition): string {
  if (isGroup(condition)) {
    const parts = condition.of.map(describe).join(condition.kind === "all" ? "，且" : "，或");
    return condition.of.length === 1 ? parts : `（${parts}）`;
  }
  if (condition.kind === "size")
    return `企业规模是${condition.sizes.map((size) => SIZE_NAMES[size]).join("、")}`;
  const { fact, test } = condition;
  const { label } = FACTS[fact];
  const figure = (value: number) => valueText(fact, { min: value, max: value });
  if ("is" in test) return test.is ? label : `不是${label}`;
  if ("in" in test) return `${label}是${test.in.map((choice) => valueText(fact, choice)).join("、")}`;
  if ("atLeast" in test) return `${label}${figure(test.atLeast)}及以上`;
  if ("atMost" in test) return `${label}不超过${figure(test.atMost)}`;
  if ("below" in test) return `${label}${figure(test.below)}以下`;
  if ("from" in test) return `${label}不早于${test.from}`;
  return `${label}不晚于${test.until}`;
}
