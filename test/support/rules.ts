import { join } from "node:path";
import { type Knowledge, packageRoot, readKnowledge } from "../../knowledge/index.ts";
import { type Assessor, createAssessor, type Rulebook, readRulebook } from "../../rules/index.ts";

let knowledge: Knowledge | undefined;
let rulebook: Rulebook | undefined;

/** The notice's rules, read afresh. */
export function freshRulebook(): Rulebook {
  knowledge ??= readKnowledge();
  const { id, clauses } = knowledge.notice;
  return readRulebook(join(packageRoot(), "rules"), id, clauses);
}

/** The engine, built afresh: a test that builds its own notices a mutant in the building. */
export function freshAssessor(): Assessor {
  rulebook ??= freshRulebook();
  return createAssessor(rulebook);
}
