/** The front door of retrieval: from a question to clauses. */
import { join } from "node:path";
import type { Knowledge } from "../knowledge/index.ts";
import { CHANNELS } from "./channels.ts";
import { type BuildProgress, indexDigest, openClauseIndex, passagesOf } from "./clause-index.ts";
import { LocalEmbeddings, type ModelOptions } from "./embedder.ts";
import { FITTED, type Fusion } from "./fusion.ts";
import { buildLexicalIndex, searchLexical } from "./lexical.ts";
import { normalise } from "./normalise.ts";
import { createRetriever, type Retriever } from "./retriever.ts";
import { createTokeniser, dictionaryOf } from "./tokens.ts";

export { CHANNELS, type Channel } from "./channels.ts";
export { LocalEmbeddings, ModelError, type ModelOptions } from "./embedder.ts";
export { HnswIndex } from "./hnsw-index.ts";
export { normalise } from "./normalise.ts";
export type {
  ExplainedRetrieval,
  Explanation,
  Hit,
  Outcome,
  Refusal,
  Retrieval,
  Retriever,
  Weighed,
} from "./retriever.ts";

/** What a label is found by: sayings, follow-ups, the clauses' own words; normalised. For comparing with other engines. */
export const labelledSayings = passagesOf;

/** BM25 alone over the same passages: labels of the best rows, best first. */
export function lexicalSearch(knowledge: Knowledge): (question: string, limit: number) => string[] {
  const passages = passagesOf(knowledge);
  const { words } = createTokeniser(
    dictionaryOf(
      passages.map(({ text }) => text),
      [],
    ),
  );
  const index = buildLexicalIndex(passages.map(({ text }) => words(text)));
  return (question, limit) =>
    searchLexical(index, words(normalise(question)), limit).map(({ row }) => passages[row]?.label ?? "");
}

const NO_WEIGHTS: Fusion["weights"] = { words: 0, sounds: 0, meaning: 0, features: 0 };

export interface OpenedRetriever extends Retriever {
  readonly embeddings: LocalEmbeddings;
  /** Of everything an answer rests on: clauses, sayings, model. */
  readonly digest: string;
  /** The same retriever with one channel alone, or one left out: what each is worth. */
  readonly ablations: () => readonly { readonly name: string; readonly retriever: Retriever }[];
}

/**
 * Loads the model and the index; builds the index where there is none that fits.
 * @param folder where the index is kept
 * @throws ModelError
 */
export async function openRetriever(
  knowledge: Knowledge,
  model: ModelOptions,
  folder: string,
  onProgress?: BuildProgress,
): Promise<OpenedRetriever> {
  const embeddings = await LocalEmbeddings.load(model);
  const instruments = await openClauseIndex(
    knowledge,
    embeddings,
    join(folder, knowledge.notice.id),
    onProgress,
  );
  const weighing = (weights: Fusion["weights"]) =>
    createRetriever(instruments, embeddings, { ...FITTED, weights });
  return {
    ...createRetriever(instruments, embeddings),
    embeddings,
    digest: indexDigest(knowledge, embeddings),
    ablations: () => [
      ...CHANNELS.map((channel) => ({
        name: `${channel} alone`,
        retriever: weighing({ ...NO_WEIGHTS, [channel]: 1 }),
      })),
      ...CHANNELS.map((channel) => {
        return { name: `without ${channel}`, retriever: weighing({ ...FITTED.weights, [channel]: 0 }) };
      }),
    ],
  };
}
