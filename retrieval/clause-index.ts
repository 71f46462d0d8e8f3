/** 条款索引：everything retrieval reads, built from a notice's clauses and sayings, kept in a folder and checked when read. */
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Knowledge, Label } from "../knowledge/index.ts";
import { OTHER_LABELS } from "../knowledge/index.ts";
import { featuresOf, type Instruments, type Passage } from "./channels.ts";
import { trainClassifier } from "./classifier.ts";
import type { LocalEmbeddings } from "./embedder.ts";
import { HnswIndex } from "./hnsw-index.ts";
import { buildLexicalIndex, type LexicalIndex } from "./lexical.ts";
import { normalise } from "./normalise.ts";
import { pack, unpack } from "./packed.ts";
import { createTokeniser, type Dictionary, dictionaryOf, syllableRuns } from "./tokens.ts";

/** Changes whenever what is built from the same input changes. */
const FORMAT = 11;
const FILES = {
  manifest: "manifest.json",
  tables: "tables.bin",
  vectors: "vectors.hnsw",
  passages: "passages.json",
};

interface Manifest {
  readonly format: number;
  /** Of format, clauses, sayings and model. */
  readonly digest: string;
  /** SHA-256 of each file, so that a damaged one is noticed. */
  readonly files: Readonly<Record<string, string>>;
}

interface BuiltInstruments extends Instruments {
  readonly dictionary: Dictionary;
}

/** Told while an index is built: what is being done, and how much of it. */
export type BuildProgress = (step: string, done: number, of: number) => void;

/** What the index was built from, in one word; part of every receipt. */
export function indexDigest(knowledge: Knowledge, embeddings: LocalEmbeddings): string {
  const { notice, sayings, followUps } = knowledge;
  return sha256(JSON.stringify([FORMAT, notice.digest, embeddings.digest, sayings, followUps]));
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
  const stored = loadIndex(folder, digest, knowledge, embeddings);
  if (stored) return stored;
  const built = await buildInstruments(knowledge, embeddings, onProgress);
  saveIndex(built, folder, digest);
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
  onProgress: BuildProgress,
): Promise<BuiltInstruments> {
  const labels = labelsOf(knowledge);
  const passages = passagesOf(knowledge);
  const labelOf = Int32Array.from(passages, ({ label }) => labels.indexOf(label));
  const texts = passages.map(({ text }) => text);

  const embedded = await embeddings.embedDocuments(texts, (done) =>
    onProgress("embedding", done, texts.length),
  );
  const vectors = new HnswIndex({ dimensions: embeddings.dimensions });
  vectors.add(embedded);
  onProgress("learning", 0, 1);
  const features = trainClassifier(texts.map(featuresOf), [...labelOf], labels.length);
  onProgress("learning", 1, 1);
  const dictionary = dictionaryOf(texts, termsOf(knowledge));
  const tokeniser = createTokeniser(dictionary);
  const words = buildLexicalIndex(texts.map(tokeniser.words));
  const sounds = buildLexicalIndex(texts.map((text) => syllableRuns(text, 1, 2)));
  return { labels, passages, labelOf, dictionary, tokeniser, words, sounds, vectors, features };
}

function saveIndex(instruments: BuiltInstruments, folder: string, digest: string): void {
  const fresh = `${folder}.${process.pid}.${randomUUID().slice(0, 8)}`;
  mkdirSync(fresh, { recursive: true });
  const { words, sounds, features, labelOf } = instruments;
  const tables = pack({
    strings: {
      dictionary: instruments.dictionary,
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
  instruments.vectors.save(join(fresh, FILES.vectors));
  writeFileSync(join(fresh, FILES.passages), JSON.stringify(instruments.passages));
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
function loadIndex(
  folder: string,
  digest: string,
  knowledge: Knowledge,
  embeddings: LocalEmbeddings,
): Instruments | undefined {
  if (!isWhole(folder, digest)) return undefined;
  const { strings, arrays } = unpack(readFileSync(join(folder, FILES.tables)));
  const labels = labelsOf(knowledge);
  const vectors = HnswIndex.load(join(folder, FILES.vectors), { dimensions: embeddings.dimensions });
  const passages = JSON.parse(readFileSync(join(folder, FILES.passages), "utf8")) as Passage[];
  return {
    labels,
    passages,
    labelOf: arrays["labelOf"] as Int32Array,
    tokeniser: createTokeniser(strings["dictionary"] ?? []),
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
  return [FILES.tables, FILES.vectors, FILES.passages];
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

function lexicalArrays(name: string, { offsets, postings }: LexicalIndex) {
  return { [`${name}Offsets`]: offsets, [`${name}Postings`]: postings };
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
    postings: arrays[`${name}Postings`] as Uint32Array,
    scores: new Int32Array(size),
  };
}

function numbered(strings: readonly string[]): Map<string, number> {
  const numbers = new Map<string, number>();
  for (let index = 0; index < strings.length; index++) numbers.set(strings[index] as string, index);
  return numbers;
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}
