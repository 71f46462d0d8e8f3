/** What others would use, on the same sayings and the same questions, in the same process. */
import { type Hit, labelledSayings, lexicalSearch } from "../../../retrieval/index.ts";
import { ask } from "../../ask.ts";
import type { Services } from "../../respond.ts";
import type { readQuestions } from "../evaluate.ts";
import { type Distribution, distributionOf } from "./timing.ts";

export interface PeerResult {
  readonly name: string;
  /** Share of answerable questions whose first clause is right. */
  readonly rightFirst: number;
  readonly rightThree: number;
  readonly ms: Distribution;
  readonly buildMs: number;
}

type Question = ReturnType<typeof readQuestions>[number];
/** Labels, best first, for one question. */
type Peer = (question: Question) => Promise<readonly string[]>;

const NEIGHBOURS = 10;

export async function comparePeers(all: readonly Question[], services: Services): Promise<PeerResult[]> {
  const questions = all.filter((question) => question.expect === "answer");
  const makers: [string, () => Promise<Peer>][] = [
    [
      "mingbai",
      async () => async (question) => clausesOf((await ask(question, services)).retrieval?.hits ?? []),
    ],
    ["exact search (LangChain MemoryVectorStore)", () => memoryVectorStore(services)],
    ["BM25 alone", () => bm25(services)],
    ["nlp.js (@nlpjs/basic, lang-zh)", () => nlpJs(services)],
  ];
  const results: PeerResult[] = [];
  for (const [name, make] of makers) {
    const start = performance.now();
    const peer = await make();
    const buildMs = performance.now() - start;
    results.push({ name, buildMs, ...(await score(peer, questions)) });
  }
  return results;
}

async function score(peer: Peer, questions: readonly Question[]) {
  const times: number[] = [];
  let first = 0;
  let three = 0;
  for (const question of questions) {
    const start = performance.now();
    const found = await peer(question);
    times.push(performance.now() - start);
    const right = (label: string | undefined) =>
      label !== undefined && [...question.labels, ...question.also].includes(label);
    if (right(found[0])) first++;
    if (found.slice(0, 3).some(right)) three++;
  }
  return {
    rightFirst: first / questions.length,
    rightThree: three / questions.length,
    ms: distributionOf(times),
  };
}

/** Every saying a document; the labels of the nearest, in order. */
async function memoryVectorStore({ knowledge, retriever: { embeddings } }: Services): Promise<Peer> {
  const { MemoryVectorStore } = await import("@langchain/classic/vectorstores/memory");
  const sayings = labelledSayings(knowledge);
  const store = new MemoryVectorStore(embeddings);
  await store.addVectors(
    await embeddings.embedDocuments(sayings.map(({ text }) => text)),
    sayings.map(({ text, label }) => ({ pageContent: text, metadata: { label } })),
  );
  return async (question) => {
    const found = await store.similaritySearch(withContext(question), NEIGHBOURS);
    return distinct(found.map((document) => String(document.metadata["label"])));
  };
}

async function bm25({ knowledge }: Services): Promise<Peer> {
  const search = lexicalSearch(knowledge);
  return async (question) => distinct(search(withContext(question), NEIGHBOURS));
}

async function nlpJs({ knowledge }: Services): Promise<Peer> {
  const { dockStart } = await import("@nlpjs/basic");
  const { LangZh } = await import("@nlpjs/lang-zh");
  const dock = await quietly(() =>
    dockStart({
      settings: { nlp: { languages: ["zh"], autoSave: false, forceNER: false, trainByDomain: false } },
      use: ["Basic"],
    }),
  );
  const nlp = dock.get("nlp");
  nlp.container.use(LangZh);
  nlp.settings.log = false;
  nlp.addLanguage("zh");
  for (const { text, label } of labelledSayings(knowledge)) nlp.addDocument("zh", text, label);
  await quietly(() => nlp.train());
  return async (question) => {
    const { classifications } = await nlp.process("zh", withContext(question));
    return classifications.map(({ intent }) => intent);
  };
}

/** nlp.js prints warnings and every epoch on standard output, which is ours. */
async function quietly<Result>(run: () => Promise<Result>): Promise<Result> {
  const write = process.stdout.write;
  process.stdout.write = () => true;
  try {
    return await run();
  } finally {
    process.stdout.write = write;
  }
}

function withContext({ context, question }: Question): string {
  return [...(context ?? []).slice(-2), question].join("。");
}

function clausesOf(hits: readonly Hit[]): string[] {
  return hits.map((hit) => hit.clause);
}

function distinct(labels: readonly string[]): string[] {
  return [...new Set(labels)];
}
