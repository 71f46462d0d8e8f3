import { join } from "node:path";
import { type Knowledge, packageRoot, readKnowledge } from "../../knowledge/index.ts";
import { type Assessor, createAssessor, type Rulebook, readRulebook } from "../../rules/index.ts";

let knowledge: Knowledge | undefined;

/** The notice's rules, read afresh: a test that builds its own notices a mutant in the building. */
export function freshRulebook(): Rulebook {
  knowledge ??= readKnowledge();
  const { id, clauses } = knowledge.notice;
  return readRulebook(join(packageRoot(), "rules"), id, clauses);
}

export function freshAssessor(): Assessor {
  return createAssessor(freshRulebook());
}
