/** The front door of the rules: from facts to verdicts, sizes and the next question. */
export {
  type Assessment,
  type Assessor,
  createAssessor,
  type Inquiry,
  type Outcome,
  type SizeResult,
} from "./assess.ts";
export { describe, faultsOf, quotedSpans, unquotedWords } from "./checks.ts";
export { type Condition, isGroup, type Leaf, leavesOf } from "./condition.ts";
export { Diagrams, isResult, type Node } from "./diagram.ts";
export {
  type EnterpriseSize,
  FACT_KEYS,
  FACTS,
  type FactKey,
  type FactSpec,
  type Facts,
  type FactValue,
  factsSchema,
  INDUSTRIES,
  SIZE_NAMES,
  valueText,
} from "./facts.ts";
export { createQuestioner, type Questioner } from "./next-question.ts";
export { type Case, type Rule, type Rulebook, readRulebook } from "./rulebook.ts";
export type { SizeStandard } from "./size-standard.ts";
export { type Trace, type TracedFact, traceOf } from "./trace.ts";
export type { Verdict } from "./verdict.ts";
export { RuleError } from "./yaml-source.ts";
