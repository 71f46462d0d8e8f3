/** Makes what every entry needs: knowledge read and checked, model and index loaded. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Knowledge, packageRoot, readKnowledge } from "../knowledge/index.ts";
import { openRetriever } from "../retrieval/index.ts";
import { type Assessor, createAssessor, createQuestioner, readRulebook } from "../rules/index.ts";
import type { Config } from "./config.ts";
import { progressBar } from "./progress.ts";
import type { Versions } from "./receipt.ts";
import type { Services } from "./respond.ts";
import { todayInShanghai } from "./today.ts";
import { readCommands } from "./understand/commands.ts";
import { readLexicon } from "./understand/lexicon.ts";

export type ServicesSettings = Pick<Config, "model" | "pooling" | "hub" | "dataDir">;

export async function createServices(settings: ServicesSettings): Promise<Services> {
  const { dataDir, hub, model, pooling } = settings;
  const knowledge = readKnowledge();
  const embedding = { model, pooling, cache: join(dataDir, "models"), ...(hub !== undefined && { hub }) };
  const retriever = await openRetriever(knowledge, embedding, join(dataDir, "index"), progressBar());
  const assessor = assessorFor(knowledge);
  return {
    knowledge,
    retriever,
    assessor,
    questioner: createQuestioner(assessor),
    lexicon: readLexicon(),
    commandIn: readCommands(),
    versions: versionsOf(knowledge, retriever.digest),
    today: todayInShanghai,
  };
}

/** The rules of a notice, read and compiled: all that sizes and verdicts need. */
export function assessorFor({ notice }: Knowledge): Assessor {
  return createAssessor(readRulebook(RULES, notice.id, notice.clauses));
}

const RULES = join(packageRoot(), "rules");

function versionsOf({ notice }: Knowledge, index: string): Versions {
  const folders = [join(RULES, "notices", notice.id), join(RULES, "standards")];
  const rules = createHash("sha256");
  for (const folder of folders)
    for (const file of readdirSync(folder).toSorted()) rules.update(readFileSync(join(folder, file)));
  const { version } = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as {
    version: string;
  };
  return { notice: notice.digest, rules: rules.digest("hex"), index, program: version };
}
