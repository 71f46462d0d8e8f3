/** `mingbai rules check` and `mingbai rules sheet`: for the policy officers who sign the rules. */
import { writeFileSync } from "node:fs";
import type { Knowledge } from "../../knowledge/index.ts";
import { type Assessor, faultsOf, leavesOf, unquotedWords } from "../../rules/index.ts";
import { todayInShanghai } from "../today.ts";
import { reviewSheet } from "./rules-sheet.ts";

export function runRulesCheck(assessor: Assessor): number {
  const { rules } = assessor.rulebook;
  const faults = faultsOf(assessor);
  for (const { file, line, what, remedy } of faults)
    process.stderr.write(`${file}:${line}: ${what}。${remedy}。\n`);
  const conditions = rules.flatMap(({ condition }) => (condition ? leavesOf(condition) : []));
  const cases = rules.flatMap((rule) => rule.cases);
  process.stdout.write("没有被引用的原文，请核对是否有遗漏的条件：\n");
  for (const { clause, words } of unquotedWords(assessor.rulebook)) {
    process.stdout.write(`  ${clause}  ${words.join(" … ")}\n`);
  }
  process.stdout.write(
    `${rules.length}个条款，${conditions.length}个条件，${cases.length}个案例，${faults.length}处问题\n`,
  );
  return faults.length > 0 ? 1 : 0;
}

export function runRulesSheet(file: string | undefined, assessor: Assessor, { notice }: Knowledge): number {
  const sheet = reviewSheet(assessor.rulebook, notice, todayInShanghai());
  if (file === undefined) process.stdout.write(sheet);
  else writeFileSync(file, sheet);
  return 0;
}
