/** 向量：text → vector by `@xenova/transformers`, from local files unless told otherwise. The one place that knows the model. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { Embeddings } from "@langchain/core/embeddings";
import { env, type FeatureExtractionPipeline, pipeline } from "@xenova/transformers";

/** What is wrong with the embedding model, and what to do. Nothing else is used instead. */
export class ModelError extends Error {
  override readonly name = "ModelError";
}

export interface ModelOptions {
  /** A folder with `config.json`, `tokenizer.json` and `onnx/`, or the id of a model on a hub. */
  readonly model: string;
  /** The hub's address; only used for an id that is no folder. */
  readonly hub?: string;
  /** Where what is downloaded from a hub is kept. */
  readonly cache?: string;
  /** How the model's vectors become one: as its authors trained it. The model of this project is `mean`. */
  readonly pooling?: "mean" | "cls";
}

/** Texts embedded at once when many are given: larger batches waste time on padding. */
const BATCH = 16;

/** LangChain embeddings: vectors of length one, so that the inner product is the cosine. */
export class LocalEmbeddings extends Embeddings {
  readonly dimensions: number;
  /** Of the model's files (or of its hub id): an index built with another model is not used. */
  readonly digest: string;
  readonly #extract: FeatureExtractionPipeline;
  readonly #pooling: "mean" | "cls";

  private constructor(
    extract: FeatureExtractionPipeline,
    dimensions: number,
    digest: string,
    pooling: "mean" | "cls",
  ) {
    super({});
    this.#extract = extract;
    this.#pooling = pooling;
    this.dimensions = dimensions;
    this.digest = digest;
  }

  /** @throws ModelError where the model cannot be had or is no sentence encoder */
  static async load(options: ModelOptions): Promise<LocalEmbeddings> {
    const folder = folderOf(options.model);
    const pooling = options.pooling ?? "mean";
    const extract = folder === undefined ? await fromHub(options) : await fromFolder(folder);
    let dimensions: number;
    try {
      dimensions = (await extract("明白")).dims.at(-1) ?? 0;
    } catch (cause) {
      throw new ModelError(
        `EMBEDDING_MODEL=${options.model} loads but gives no sentence vectors. Use a feature-extraction model.`,
        { cause },
      );
    }
    const digest = folder === undefined ? sha256(`${options.hub ?? ""} ${options.model}`) : digestOf(folder);
    return new LocalEmbeddings(extract, dimensions, sha256(`${digest} ${pooling}`), pooling);
  }

  override async embedQuery(text: string): Promise<number[]> {
    return (await this.#embed([text]))[0] ?? [];
  }

  /** @param onProgress called with the number of texts done */
  override async embedDocuments(texts: string[], onProgress?: (done: number) => void): Promise<number[][]> {
    // Texts of like length go together: a batch is as long as its longest.
    const order = texts
      .map((_, index) => index)
      .sort((a, b) => (texts[a] ?? "").length - (texts[b] ?? "").length);
    const vectors: number[][] = new Array(texts.length);
    for (let start = 0; start < order.length; start += BATCH) {
      const rows = order.slice(start, start + BATCH);
      const batch = await this.#embed(rows.map((row) => texts[row] ?? ""));
      rows.forEach((row, index) => {
        vectors[row] = batch[index] ?? [];
      });
      onProgress?.(start + rows.length);
    }
    return vectors;
  }

  async #embed(texts: string[]): Promise<number[][]> {
    const inputs = this.#extract.tokenizer(texts, { padding: true, truncation: true }) as ModelInputs;
    const output = (await this.#extract.model(inputs)) as { last_hidden_state: ModelTensor };
    // Tensors are proxies: what a loop reads is taken out of them first.
    const { dims, data } = output.last_hidden_state;
    const mask = inputs.attention_mask.data;
    const [, tokens = 0, dimensions = 0] = dims;
    return texts.map((_, row) => {
      const rows = data.subarray(row * tokens * dimensions, (row + 1) * tokens * dimensions);
      const length = this.#pooling === "cls" ? 1 : lengthOf(mask.subarray(row * tokens, (row + 1) * tokens));
      return meanOf(rows, length, dimensions);
    });
  }
}

interface ModelInputs {
  readonly attention_mask: { readonly data: BigInt64Array };
}

interface ModelTensor {
  readonly data: Float32Array;
  /** [texts, tokens, dimensions] */
  readonly dims: readonly number[];
}

/** Tokens before the padding. */
function lengthOf(mask: BigInt64Array): number {
  const padding = mask.indexOf(0n);
  return padding < 0 ? mask.length : padding;
}

/** The mean of the first rows, of length one. The pipeline's own pooling takes longer than the model does. */
function meanOf(rows: Float32Array, count: number, dimensions: number): number[] {
  const sum = new Float64Array(dimensions);
  for (let at = 0, end = count * dimensions; at < end; at += dimensions) {
    for (let index = 0; index < dimensions; index++) {
      sum[index] = (sum[index] as number) + (rows[at + index] as number);
    }
  }
  const length = Math.hypot(...sum) || 1;
  return Array.from(sum, (value) => value / length);
}

function folderOf(model: string): string | undefined {
  const folder = isAbsolute(model) ? model : resolve(model);
  return existsSync(join(folder, "config.json")) ? folder : undefined;
}

async function fromFolder(folder: string): Promise<FeatureExtractionPipeline> {
  const quantized = existsSync(join(folder, "onnx", "model_quantized.onnx"));
  if (!quantized && !existsSync(join(folder, "onnx", "model.onnx"))) {
    throw new ModelError(`${folder} has no onnx/model.onnx. Give the folder of an ONNX model.`);
  }
  env.allowRemoteModels = false;
  env.localModelPath = dirname(folder);
  try {
    return await pipeline("feature-extraction", basename(folder), { quantized, local_files_only: true });
  } catch (cause) {
    throw new ModelError(`The embedding model in ${folder} cannot be loaded: ${messageOf(cause)}`, { cause });
  }
}

async function fromHub({ model, hub, cache }: ModelOptions): Promise<FeatureExtractionPipeline> {
  if (!/^[\w.-]+\/[\w.-]+$/u.test(model)) {
    throw new ModelError(
      `EMBEDDING_MODEL=${model} is neither a folder with a config.json nor a hub id like Xenova/bge-small-zh-v1.5.`,
    );
  }
  env.allowRemoteModels = true;
  if (hub !== undefined) env.remoteHost = hub.endsWith("/") ? hub : `${hub}/`;
  if (cache !== undefined) env.cacheDir = cache;
  try {
    return await pipeline("feature-extraction", model);
  } catch (cause) {
    throw new ModelError(
      `EMBEDDING_MODEL=${model} could not be fetched from ${env.remoteHost}: ${messageOf(cause)}. Check the id and HF_ENDPOINT, or put the model into a folder and name that.`,
      { cause },
    );
  }
}

function digestOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((file) => /\.(json|onnx)$/u.test(file) && statSync(join(folder, file)).isFile())
    .sort();
  return sha256(files.map((file) => `${file} ${sha256(readFileSync(join(folder, file)))}`).join("\n"));
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
