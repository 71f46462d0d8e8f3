/** Scale: law articles indexed beside the notice; how long it takes, how exact it stays, how large it gets. */
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { HnswIndex, type LocalEmbeddings, labelledSayings } from "../../../retrieval/index.ts";
import type { Config } from "../../config.ts";
import type { Progress } from "../../progress.ts";
import type { Services } from "../../respond.ts";
import { type Distribution, distributionOf } from "./timing.ts";

export interface ScaleResult {
  readonly vectors: number;
  /** Of this run; what an earlier run had already embedded is not counted. */
  readonly embedSeconds: number;
  readonly embeddedNow: number;
  readonly graphSeconds: number;
  readonly queryMs: Distribution;
  readonly recallAt10: number;
  readonly bytesPerVector: number;
}

/** Texts embedded between two checkpoints. */
const CHUNK = 4096;
/** Characters of an article that are embedded. */
const LONGEST = 120;
const QUERIES = 400;
const NEAREST = 10;

/** @param path a `.jsonl.gz` with an `article`'s `text` a line */
export async function measureScale(
  path: string,
  limit: number | undefined,
  config: Config,
  { knowledge, retriever: { embeddings } }: Services,
  onProgress: Progress,
): Promise<ScaleResult> {
  const sayings = labelledSayings(knowledge).map(({ text }) => text);
  const articles = await readArticles(path, limit);
  const texts = [...sayings, ...articles];
  const folder = join(
    config.dataDir,
    "scale",
    `${basename(path)}-${texts.length}-${embeddings.digest.slice(0, 12)}`,
  );
  const embedding = await embedInChunks(texts, embeddings, folder, onProgress);

  const store = new HnswIndex({ dimensions: embeddings.dimensions, searchBreadth: 200 });
  const started = performance.now();
  for (let start = 0; start < texts.length; start += CHUNK) {
    const rows = Math.min(CHUNK, texts.length - start);
    const vectors = Array.from({ length: rows }, (_, row) =>
      Array.from(rowOf(embedding.vectors, start + row, embeddings.dimensions)),
    );
    store.add(vectors);
    onProgress("linking", start + rows, texts.length);
  }
  const graphSeconds = (performance.now() - started) / 1000;
  const saved = join(folder, "graph.hnsw");
  store.save(saved);
  return {
    vectors: texts.length,
    embedSeconds: Math.round(embedding.seconds),
    embeddedNow: embedding.now,
    graphSeconds: Math.round(graphSeconds),
    ...compareWithExact(store, embedding.vectors, embeddings.dimensions, texts.length),
    bytesPerVector: Math.round(statSync(saved).size / texts.length),
  };
}

/** Each chunk goes to a file of its own by renaming; what is there already is not embedded again. */
async function embedInChunks(
  texts: readonly string[],
  embeddings: LocalEmbeddings,
  folder: string,
  onProgress: Progress,
) {
  mkdirSync(folder, { recursive: true });
  const width = embeddings.dimensions;
  const vectors = new Float32Array(texts.length * width);
  const started = performance.now();
  let now = 0;
  for (let start = 0; start < texts.length; start += CHUNK) {
    const chunk = texts.slice(start, start + CHUNK);
    const file = join(folder, `vectors-${start}.f32`);
    if (!existsSync(file)) {
      const fresh = Float32Array.from(
        (await embeddings.embedDocuments(chunk.map((text) => text.slice(0, LONGEST)))).flat(),
      );
      writeFileSync(`${file}.new`, Buffer.from(fresh.buffer));
      renameSync(`${file}.new`, file);
      now += chunk.length;
    }
    const stored = readFileSync(file);
    vectors.set(new Float32Array(stored.buffer, stored.byteOffset, stored.byteLength / 4), start * width);
    onProgress("embedding articles", start + chunk.length, texts.length);
  }
  return { vectors, now, seconds: (performance.now() - started) / 1000 };
}

/** Questions are rows taken at even distances, each a little turned towards another, so that none finds itself at once. */
function compareWithExact(store: HnswIndex, vectors: Float32Array, width: number, size: number) {
  const times: number[] = [];
  let shared = 0;
  for (let query = 0; query < QUERIES; query++) {
    const first = rowOf(vectors, Math.floor((query * size) / QUERIES), width);
    const second = rowOf(vectors, (query * 7919 + 13) % size, width);
    const vector = lengthOne(Array.from(first, (value, index) => value + 0.5 * (second[index] ?? 0)));
    const start = performance.now();
    const found = store.nearest(vector, NEAREST).map(({ row }) => row);
    times.push(performance.now() - start);
    const exact = nearestExactly(vector, vectors, width, size);
    shared += exact.filter((row) => found.includes(row)).length;
  }
  return { queryMs: distributionOf(times), recallAt10: shared / (QUERIES * NEAREST) };
}

function nearestExactly(
  query: readonly number[],
  vectors: Float32Array,
  width: number,
  size: number,
): number[] {
  const scores = new Float32Array(size);
  for (let row = 0; row < size; row++) {
    let score = 0;
    for (let index = 0, at = row * width; index < width; index++, at++)
      score += (query[index] as number) * (vectors[at] as number);
    scores[row] = score;
  }
  const floor = Float32Array.from(scores).sort().at(-NEAREST) ?? 0;
  return [...scores.keys()].filter((row) => (scores[row] as number) >= floor).slice(0, NEAREST);
}

async function readArticles(path: string, limit = Number.POSITIVE_INFINITY): Promise<string[]> {
  const articles: string[] = [];
  for await (const line of createInterface({ input: createReadStream(path).pipe(createGunzip()) })) {
    if (articles.length >= limit) break;
    articles.push((JSON.parse(line) as { text: string }).text);
  }
  return articles;
}

function rowOf(vectors: Float32Array, row: number, width: number): Float32Array {
  return vectors.subarray(row * width, (row + 1) * width);
}

function lengthOne(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
