/** 向量索引：the nearest of many vectors, by hnswlib. */
import { existsSync } from "node:fs";
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

export interface Neighbour {
  /** In the order added. */
  readonly row: number;
  /** Cosine: 1 the same, −1 opposite. */
  readonly score: number;
}

/** Vectors must have length one. */
export class HnswIndex {
  readonly #graph: hnswlib.HierarchicalNSW;
  readonly #options: Required<HnswOptions>;
  #size = 0;

  constructor(options: HnswOptions) {
    this.#options = { links: 16, breadth: 200, searchBreadth: 96, ...options };
    this.#graph = new hnswlib.HierarchicalNSW("ip", options.dimensions);
  }

  get size(): number {
    return this.#size;
  }

  add(vectors: readonly (readonly number[])[]): void {
    const wanted = this.#size + vectors.length;
    const { links, breadth, searchBreadth } = this.#options;
    if (this.#size === 0) {
      this.#graph.initIndex({ maxElements: wanted, m: links, efConstruction: breadth, randomSeed: 100 });
      this.#graph.setEf(searchBreadth);
    } else if (wanted > this.#graph.getMaxElements()) {
      this.#graph.resizeIndex(Math.max(wanted, 2 * this.#graph.getMaxElements()));
    }
    for (const vector of vectors) this.#graph.addPoint(vector as number[], this.#size++);
  }

  /** Nearest first. */
  nearest(query: readonly number[], k: number, allowed?: (row: number) => boolean): Neighbour[] {
    if (this.#size === 0) return [];
    const { neighbors, distances } = this.#graph.searchKnn(
      query as number[],
      Math.min(k, this.#size),
      allowed,
    );
    return neighbors.map((row, index) => ({ row, score: 1 - (distances[index] ?? 1) }));
  }

  save(file: string): void {
    this.#graph.writeIndexSync(file);
  }

  /** @throws Error where the file is missing or no such index */
  static load(file: string, options: HnswOptions): HnswIndex {
    if (!existsSync(file)) throw new Error(`${file} is not there.`);
    const index = new HnswIndex(options);
    index.#graph.readIndexSync(file);
    index.#graph.setEf(index.#options.searchBreadth);
    index.#size = index.#graph.getCurrentCount();
    return index;
  }
}
