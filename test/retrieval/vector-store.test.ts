import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Document } from "@langchain/core/documents";
import { FakeEmbeddings } from "@langchain/core/utils/testing";
import { describe, expect, it } from "vitest";
import { HnswIndex } from "../../retrieval/hnsw-index.ts";
import { HnswVectorStore } from "../../retrieval/langchain.ts";

const DIMENSIONS = 32;
const ROWS = 2000;

/** The same vectors on every run: a linear congruential generator. */
function vectors(count: number, seed: number): number[][] {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  return Array.from({ length: count }, () => {
    const row = Array.from({ length: DIMENSIONS }, next);
    const length = Math.hypot(...row);
    return row.map((value) => value / length);
  });
}

const rows = vectors(ROWS, 7);
const documents = rows.map(
  (_, index) => new Document({ pageContent: `${index}`, metadata: { even: index % 2 === 0 } }),
);
const embeddings = new FakeEmbeddings();

async function filled(): Promise<HnswVectorStore> {
  const store = new HnswVectorStore(embeddings, { dimensions: DIMENSIONS });
  await store.addVectors(rows.slice(0, 500), documents.slice(0, 500));
  await store.addVectors(rows.slice(500), documents.slice(500));
  return store;
}

function exact(query: readonly number[], k: number): number[] {
  const score = (row: readonly number[]) =>
    row.reduce((sum, value, index) => sum + value * (query[index] ?? 0), 0);
  return [...rows.keys()].sort((a, b) => score(rows[b] ?? []) - score(rows[a] ?? [])).slice(0, k);
}

describe("the vector store", () => {
  it("finds what exact search finds", () => {
    const index = new HnswIndex({ dimensions: DIMENSIONS });
    index.add(rows.slice(0, 500));
    index.add(rows.slice(500));
    const shared = vectors(100, 11).reduce((sum, query) => {
      const found = index.nearest(query, 10).map(({ row }) => row);
      return sum + exact(query, 10).filter((row) => found.includes(row)).length;
    }, 0);
    expect(shared / 1000).toBeGreaterThanOrEqual(0.98);
  });

  it("gives documents with their cosine through LangChain's interface", async () => {
    const [[document, score] = []] = await (await filled()).similaritySearchVectorWithScore(
      rows[42] ?? [],
      1,
    );
    expect(document?.pageContent).toBe("42");
    expect(score).toBeCloseTo(1, 5);
  });

  it("keeps to a filter", async () => {
    const found = await (await filled()).similaritySearchVectorWithScore(
      rows[42] ?? [],
      5,
      (document) => !document.metadata["even"],
    );
    expect(found).toHaveLength(5);
    for (const [document] of found) expect(document.metadata["even"]).toBe(false);
  });

  it("is the same after it was saved and loaded", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mingbai-"));
    const store = await filled();
    await store.save(folder);
    const loaded = await HnswVectorStore.load(folder, embeddings, { dimensions: DIMENSIONS });
    const nearest = (from: HnswVectorStore) => from.similaritySearchVectorWithScore(rows[3] ?? [], 10);
    expect((await nearest(loaded)).map(([{ pageContent }, score]) => [pageContent, score])).toEqual(
      (await nearest(store)).map(([{ pageContent }, score]) => [pageContent, score]),
    );
    rmSync(join(folder, "graph.hnsw"));
    await expect(HnswVectorStore.load(folder, embeddings, { dimensions: DIMENSIONS })).rejects.toThrow(
      "graph.hnsw is not there",
    );
  });

  it("an empty one finds nothing", () => {
    expect(new HnswIndex({ dimensions: DIMENSIONS }).nearest(rows[0] ?? [], 3)).toEqual([]);
  });

  it("is filled from texts by LangChain's own door", async () => {
    const store = await HnswVectorStore.fromTexts(["一", "二"], [{ id: 1 }, { id: 2 }], embeddings);
    expect(await store.similaritySearch("一", 2)).toHaveLength(2);
  });
});
