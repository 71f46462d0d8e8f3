/** 条款索引：everything retrieval reads, built from a notice's clauses and sayings, kept in a folder and checked when read. */
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Document } from "@langchain/core/documents";
import type { Knowledge, Label } from "../knowledge/index.ts";
import { OTHER_LABELS } from "../knowledge/index.ts";
import { featuresOf, type Instruments, type Passage } from "./channels.ts";
import { trainClassifier } from "./classifier.ts";
import type { LocalEmbeddings } from "./embedder.ts";
import { buildLexicalIndex, type LexicalIndex } from "./lexical.ts";
import { normalise } from "./normalise.ts";
import { pack, unpack } from "./packed.ts";
import { createTokeniser, syllableRuns, type Tokeniser } from "./tokens.ts";
import { HnswVectorStore } from "./vector-store.ts";

/** Changes whenever what is built from the same input changes. */
const FORMAT = 2;
const FILES = { manifest: "manifest.json", tables: "tables.bin", vectors: "vectors" };

interface Manifest {
  readonly format: number;
  /** Of format, clauses, sayings and model. */
  readonly digest: string;
  /** SHA-256 of each file, so that a damaged one is noticed. */
  readonly files: Readonly<Record<string, string>>;
}

/** Told while an index is built: what is being done, and how much of it. */
export type BuildProgress = (step: string, done: number, of: number) => void;

/** What the index was built from, in one word; part of every receipt. */
export function indexDigest(knowledge: Knowledge, embeddings: LocalEmbeddings): string {
  const passages = passagesOf(knowledge).map(({ label, text }) => `${label}\t${text}`);
  return sha256([FORMAT, knowledge.notice.digest, embeddings.digest, ...passages].join("\n"));
}

/**
 * The index in `folder` where it is whole and built from just this; else it is built and put there.
 * @param folder is written by renaming a finished folder: another process sees the old index or the new one
 */
export async function openClauseIndex(
  knowledge: Knowledge,
  embeddings: LocalEmbeddings,
  folder: string,
  onProgress: BuildProgress = () => {},
): Promise<Instruments> {
  const digest = indexDigest(knowledge, embeddings);
  const tokeniser = createTokeniser(termsOf(knowledge));
  const stored = await loadIndex(folder, digest, knowledge, embeddings, tokeniser);
  if (stored) return stored;
  const built = await buildInstruments(knowledge, embeddings, tokeniser, onProgress);
  await saveIndex(built, folder, digest);
  return built;
}

/** 检索文本 of a notice: sayings first, then what the clauses say of themselves. */
export function passagesOf(knowledge: Knowledge): Passage[] {
  const own = knowledge.notice.clauses.flatMap((clause): Passage[] => [
    { text: clause.text, label: clause.id },
    { text: clause.title, label: clause.id },
  ]);
  const followUps = knowledge.followUps.map(({ context, text, label }) => ({
    text: [...context, text].join("。"),
    label,
  }));
  return [...knowledge.sayings, ...followUps, ...own]
    .map(({ text, label }) => ({ text: normalise(text), label }))
    .filter(({ text }) => text !== "");
}

async function buildInstruments(
  knowledge: Knowledge,
  embeddings: LocalEmbeddings,
  tokeniser: Tokeniser,
  onProgress: BuildProgress,
): Promise<Instruments> {
  const labels = labelsOf(knowledge);
  const passages = passagesOf(knowledge);
  const labelOf = Int32Array.from(passages, ({ label }) => labels.indexOf(label));
  const texts = passages.map(({ text }) => text);

  const embedded = await embeddings.embedDocuments(texts, (done) =>
    onProgress("embedding", done, texts.length),
  );
  const vectors = new HnswVectorStore(embeddings, { dimensions: embeddings.dimensions });
  const documents = passages.map(
    ({ text, label }) => new Document({ pageContent: text, metadata: { label } }),
  );
  await vectors.addVectors(embedded, documents);
  onProgress("learning", 0, 1);
  const features = trainClassifier(texts.map(featuresOf), [...labelOf], labels.length);
  onProgress("learning", 1, 1);
  const words = buildLexicalIndex(texts.map(tokeniser.words));
  const sounds = buildLexicalIndex(texts.map((text) => syllableRuns(text, 1, 2)));
  return { labels, passages, labelOf, tokeniser, words, sounds, vectors, features };
}

async function saveIndex(instruments: Instruments, folder: string, digest: string): Promise<void> {
  const fresh = `${folder}.${process.pid}.${randomUUID().slice(0, 8)}`;
  mkdirSync(fresh, { recursive: true });
  const { words, sounds, features, labelOf } = instruments;
  const tables = pack({
    strings: {
      words: [...words.tokens.keys()],
      sounds: [...sounds.tokens.keys()],
      features: [...features.vocabulary.keys()],
    },
    arrays: {
      labelOf,
      ...lexicalArrays("words", words),
      ...lexicalArrays("sounds", sounds),
      featureIdf: features.idf,
      featureWeights: features.weights,
    },
  });
  writeFileSync(join(fresh, FILES.tables), tables);
  await instruments.vectors.save(join(fresh, FILES.vectors));
  const files = Object.fromEntries(
    checkedFiles().map((file) => [file, sha256(readFileSync(join(fresh, file)))]),
  );
  writeFileSync(
    join(fresh, FILES.manifest),
    `${JSON.stringify({ format: FORMAT, digest, files } satisfies Manifest, null, 2)}\n`,
  );
  replaceFolder(fresh, folder);
}

/** Undefined where there is no index, or one of other input, or a damaged one. */
async function loadIndex(
  folder: string,
  digest: string,
  knowledge: Knowledge,
  embeddings: LocalEmbeddings,
  tokeniser: Tokeniser,
): Promise<Instruments | undefined> {
  if (!isWhole(folder, digest)) return undefined;
  const { strings, arrays } = unpack(readFileSync(join(folder, FILES.tables)));
  const labels = labelsOf(knowledge);
  const passages = passagesOf(knowledge);
  const vectors = await HnswVectorStore.load(join(folder, FILES.vectors), embeddings, {
    dimensions: embeddings.dimensions,
  });
  return {
    labels,
    passages,
    labelOf: arrays["labelOf"] as Int32Array,
    tokeniser,
    words: lexicalFrom("words", strings, arrays, passages.length),
    sounds: lexicalFrom("sounds", strings, arrays, passages.length),
    vectors,
    features: {
      vocabulary: numbered(strings["features"] ?? []),
      idf: arrays["featureIdf"] as Float32Array,
      weights: arrays["featureWeights"] as Float32Array,
      labels: labels.length,
    },
  };
}

function isWhole(folder: string, digest: string): boolean {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, FILES.manifest), "utf8")) as Manifest;
    return (
      manifest.format === FORMAT &&
      manifest.digest === digest &&
      checkedFiles().every((file) => manifest.files[file] === sha256(readFileSync(join(folder, file))))
    );
  } catch {
    return false;
  }
}

function checkedFiles(): string[] {
  return [FILES.tables, join(FILES.vectors, "graph.hnsw"), join(FILES.vectors, "documents.json")];
}

/** Folders cannot be renamed over one another; the old one steps aside first. */
function replaceFolder(fresh: string, folder: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  const old = `${fresh}.old`;
  if (existsSync(folder) && statSync(folder).isDirectory()) renameSync(folder, old);
  try {
    renameSync(fresh, folder);
  } catch (error) {
    // Another process was quicker; its index is as good as ours.
    if (!existsSync(folder)) throw error;
    rmSync(fresh, { recursive: true, force: true });
  }
  rmSync(old, { recursive: true, force: true });
}

function labelsOf(knowledge: Knowledge): Label[] {
  return [...knowledge.notice.clauses.map((clause) => clause.id), ...OTHER_LABELS];
}

/** Words of the domain: titles, terms and their everyday forms. */
function termsOf({ notice }: Knowledge): string[] {
  const titles = notice.clauses.flatMap((clause) => clause.title.split(/[、与，“”]/u));
  const terms = notice.glossary.flatMap(({ term, everyday }) => [term, ...everyday]);
  return [...titles, ...terms].filter((term) => /^\p{Script=Han}{2,8}$/u.test(term));
}

function lexicalArrays(name: string, { offsets, rows, weights }: LexicalIndex) {
  return { [`${name}Offsets`]: offsets, [`${name}Rows`]: rows, [`${name}Weights`]: weights };
}

function lexicalFrom(
  name: string,
  strings: ReturnType<typeof unpack>["strings"],
  arrays: ReturnType<typeof unpack>["arrays"],
  size: number,
): LexicalIndex {
  return {
    tokens: numbered(strings[name] ?? []),
    offsets: arrays[`${name}Offsets`] as Uint32Array,
    rows: arrays[`${name}Rows`] as Uint32Array,
    weights: arrays[`${name}Weights`] as Float32Array,
    scores: new Float32Array(size),
  };
}

function numbered(strings: readonly string[]): Map<string, number> {
  return new Map(strings.map((string, index) => [string, index]));
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}
