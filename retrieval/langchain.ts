/**
 * For those who build with LangChain: the vectors as a `VectorStore`, the whole retrieval as a `BaseRetriever`. Apart from the
 * front door, because LangChain takes a third of a second to load and answering needs none of it.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CallbackManagerForRetrieverRun } from "@langchain/core/callbacks/manager";
import { Document, type DocumentInterface } from "@langchain/core/documents";
import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import { BaseRetriever } from "@langchain/core/retrievers";
import { SaveableVectorStore } from "@langchain/core/vectorstores";
import type { Notice } from "../knowledge/index.ts";
import { HnswIndex, type HnswOptions } from "./hnsw-index.ts";
import type { Retriever } from "./retriever.ts";

const FILES = { graph: "graph.hnsw", documents: "documents.json" };

/** Scores are cosines; the embeddings given must have length one, as `LocalEmbeddings` gives them. */
export class HnswVectorStore extends SaveableVectorStore {
  declare FilterType: (document: DocumentInterface) => boolean;
  #index: HnswIndex;
  readonly #documents: DocumentInterface[] = [];

  constructor(embeddings: EmbeddingsInterface, options: HnswOptions) {
    super(embeddings, {});
    this.#index = new HnswIndex(options);
  }

  override _vectorstoreType(): string {
    return "hnswlib";
  }

  override async addVectors(vectors: number[][], documents: DocumentInterface[]): Promise<void> {
    if (vectors.length !== documents.length)
      throw new Error(`${vectors.length} vectors for ${documents.length} documents.`);
    this.#index.add(vectors);
    this.#documents.push(...documents);
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
    const documentAt = (row: number) => this.#documents[row] as DocumentInterface;
    const found = this.#index.nearest(query, k, filter && ((row) => filter(documentAt(row))));
    return found.map(({ row, score }) => [documentAt(row), score]);
  }

  override async save(folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    this.#index.save(join(folder, FILES.graph));
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
    store.#index = HnswIndex.load(join(folder, FILES.graph), options);
    store.#documents.push(
      ...(JSON.parse(readFileSync(join(folder, FILES.documents), "utf8")) as DocumentInterface[]),
    );
    if (store.#index.size !== store.#documents.length)
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
    const metadataAt = (index: number) => (Array.isArray(metadatas) ? (metadatas[index] ?? {}) : metadatas);
    const documents = texts.map(
      (pageContent, index) => new Document({ pageContent, metadata: metadataAt(index) }),
    );
    return HnswVectorStore.fromDocuments(documents, embeddings);
  }
}

/** Gives the clauses a question is about, word for word; none where the notice has no answer. */
export class ClauseRetriever extends BaseRetriever {
  readonly lc_namespace = ["mingbai", "retrievers"];
  readonly #retriever: Retriever;
  readonly #notice: Notice;

  constructor(retriever: Retriever, notice: Notice) {
    super();
    this.#retriever = retriever;
    this.#notice = notice;
  }

  override async _getRelevantDocuments(
    question: string,
    _run?: CallbackManagerForRetrieverRun,
  ): Promise<Document[]> {
    const { hits } = await this.#retriever.retrieve(question);
    return hits.flatMap(({ clause: id, score }) => {
      const clause = this.#notice.clauses.find((candidate) => candidate.id === id);
      if (clause === undefined) return [];
      const { measure, title, departments } = clause;
      return new Document({
        pageContent: clause.text,
        metadata: {
          clause: id,
          score,
          measure,
          title,
          documentNumber: this.#notice.documentNumber,
          departments: departments.map(({ name }) => name),
        },
      });
    });
  }
}
