/** 向量索引：hnswlib behind LangChain's VectorStore, so that whoever uses LangChain can plug it in. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Document, type DocumentInterface } from "@langchain/core/documents";
import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import { SaveableVectorStore } from "@langchain/core/vectorstores";
import hnswlib from "hnswlib-node";

export interface HnswOptions {
  readonly dimensions: number;
  /** Links a node: more is more exact and larger. */
  readonly links?: number;
  /** Breadth of the search while building. */
  readonly breadth?: number;
  /** Breadth of the search while answering. */
  readonly searchBreadth?: number;
}

const FILES = { graph: "graph.hnsw", documents: "documents.json" };

/** Vectors must have length one; the score given is the cosine, 1 the same, −1 opposite. */
export class HnswVectorStore extends SaveableVectorStore {
  declare FilterType: (document: DocumentInterface) => boolean;
  readonly #graph: hnswlib.HierarchicalNSW;
  readonly #options: Required<HnswOptions>;
  readonly #documents: DocumentInterface[] = [];

  constructor(embeddings: EmbeddingsInterface, options: HnswOptions) {
    super(embeddings, {});
    this.#options = { links: 16, breadth: 200, searchBreadth: 96, ...options };
    this.#graph = new hnswlib.HierarchicalNSW("ip", options.dimensions);
  }

  override _vectorstoreType(): string {
    return "hnswlib";
  }

  get size(): number {
    return this.#documents.length;
  }

  override async addVectors(vectors: number[][], documents: DocumentInterface[]): Promise<void> {
    const wanted = this.size + vectors.length;
    if (this.size === 0) {
      this.#graph.initIndex({
        maxElements: wanted,
        m: this.#options.links,
        efConstruction: this.#options.breadth,
        randomSeed: 100,
      });
      this.#graph.setEf(this.#options.searchBreadth);
    } else if (wanted > this.#graph.getMaxElements()) {
      this.#graph.resizeIndex(Math.max(wanted, 2 * this.#graph.getMaxElements()));
    }
    vectors.forEach((vector, index) => {
      this.#graph.addPoint(vector, this.size);
      this.#documents.push(documents[index] ?? new Document({ pageContent: "" }));
    });
  }

  override async addDocuments(documents: DocumentInterface[]): Promise<void> {
    const vectors = await this.embeddings.embedDocuments(documents.map((document) => document.pageContent));
    await this.addVectors(vectors, documents);
  }

  override async similaritySearchVectorWithScore(
    query: number[],
    k: number,
    filter?: this["FilterType"],
  ): Promise<[DocumentInterface, number][]> {
    const allowed = filter && ((row: number) => filter(this.#documents[row] as DocumentInterface));
    return this.nearest(query, k, allowed).map(({ row, score }) => [
      this.#documents[row] as DocumentInterface,
      score,
    ]);
  }

  /** The nearest rows, in the order added, without their documents: what the retriever needs. */
  nearest(query: number[], k: number, allowed?: (row: number) => boolean): { row: number; score: number }[] {
    if (this.size === 0) return [];
    const { neighbors, distances } = this.#graph.searchKnn(query, Math.min(k, this.size), allowed);
    return neighbors.map((row, index) => ({ row, score: 1 - (distances[index] ?? 1) }));
  }

  override async save(folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    this.#graph.writeIndexSync(join(folder, FILES.graph));
    writeFileSync(join(folder, FILES.documents), JSON.stringify(this.#documents));
  }

  /** @throws Error where the files are missing or do not belong together */
  static override async load(
    folder: string,
    embeddings: EmbeddingsInterface,
    options?: HnswOptions,
  ): Promise<HnswVectorStore> {
    if (options === undefined)
      throw new Error("HnswVectorStore.load needs the dimensions it was built with.");
    const store = new HnswVectorStore(embeddings, options);
    if (!existsSync(join(folder, FILES.graph))) throw new Error(`${folder} holds no ${FILES.graph}.`);
    store.#graph.readIndexSync(join(folder, FILES.graph));
    store.#graph.setEf(store.#options.searchBreadth);
    store.#documents.push(
      ...(JSON.parse(readFileSync(join(folder, FILES.documents), "utf8")) as DocumentInterface[]),
    );
    if (store.#graph.getCurrentCount() !== store.size)
      throw new Error(`${folder}: graph and documents do not belong together.`);
    return store;
  }

  static override async fromDocuments(
    documents: DocumentInterface[],
    embeddings: EmbeddingsInterface,
  ): Promise<HnswVectorStore> {
    const vectors = await embeddings.embedDocuments(documents.map((document) => document.pageContent));
    const store = new HnswVectorStore(embeddings, { dimensions: vectors[0]?.length ?? 1 });
    await store.addVectors(vectors, documents);
    return store;
  }

  static override async fromTexts(
    texts: string[],
    metadatas: object[] | object,
    embeddings: EmbeddingsInterface,
  ): Promise<HnswVectorStore> {
    const documents = texts.map(
      (pageContent, index) =>
        new Document({
          pageContent,
          metadata: Array.isArray(metadatas) ? (metadatas[index] ?? {}) : metadatas,
        }),
    );
    return HnswVectorStore.fromDocuments(documents, embeddings);
  }
}
