/** Makes what every entry needs: knowledge read and checked, model and index loaded. */
import { join } from "node:path";
import { type Knowledge, packageRoot, readKnowledge } from "../knowledge/index.ts";
import { openRetriever } from "../retrieval/index.ts";
import { type Assessor, createAssessor, readRulebook } from "../rules/index.ts";
import { type Services, todayInShanghai } from "./ask.ts";
import type { Config } from "./config.ts";
import { progressBar } from "./progress.ts";

export async function createServices(config: Config): Promise<Services> {
  const knowledge = readKnowledge();
  const model = {
    model: config.model,
    pooling: config.pooling,
    cache: join(config.dataDir, "models"),
    ...(config.hub !== undefined && { hub: config.hub }),
  };
  const retriever = await openRetriever(knowledge, model, join(config.dataDir, "index"), progressBar());
  return { knowledge, retriever, today: todayInShanghai };
}

/** The rules of a notice, read and compiled: all that sizes and verdicts need. */
export function assessorFor({ notice }: Knowledge): Assessor {
  return createAssessor(readRulebook(join(packageRoot(), "rules"), notice.id, notice.clauses));
}
