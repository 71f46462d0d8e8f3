/** The front door of the rules: from facts to verdicts, sizes and the next question. */
export { type Assessment, type Assessor, createAssessor, type Inquiry, type SizeResult } from "./assess.ts";
export { type EnterpriseSize, FACTS, type FactKey, type Facts, factsSchema, INDUSTRIES } from "./facts.ts";
export { RuleError, type Rulebook, readRulebook } from "./rulebook.ts";
export type { Verdict } from "./verdict.ts";
