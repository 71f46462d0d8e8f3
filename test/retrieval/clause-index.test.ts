import { cpSync, mkdtempSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Knowledge } from "../../knowledge/index.ts";
import { packageRoot } from "../../knowledge/index.ts";
import { openClauseIndex } from "../../retrieval/clause-index.ts";
import { LocalEmbeddings, ModelError } from "../../retrieval/embedder.ts";
import { createRetriever } from "../../retrieval/retriever.ts";
import { knowledge } from "../support/services.ts";

const model = join(packageRoot(), "retrieval", "model");
/** A notice's worth of everything, with fewer sayings, so that it is built in a moment. */
const small: Knowledge = {
  ...knowledge,
  sayings: knowledge.sayings.filter((_, index) => index % 20 === 0),
  followUps: [],
};

describe("the index on disk", () => {
  let embeddings: LocalEmbeddings;
  let folder: string;
  const steps: string[] = [];
  const open = async (known: Knowledge = small) => {
    steps.length = 0;
    return openClauseIndex(known, embeddings, folder, (step) => steps.push(step));
  };
  const wasBuilt = () => steps.length > 0;

  beforeAll(async () => {
    embeddings = await LocalEmbeddings.load({ model });
    folder = join(mkdtempSync(join(tmpdir(), "mingbai-")), "index");
    await open();
  });

  it("is built once and read after that, with the same answers", async () => {
    const read = await open();
    expect(wasBuilt()).toBe(false);
    const fresh = await openClauseIndex(small, embeddings, `${folder}-2`);
    const question = "水费欠了会不会停";
    expect(await createRetriever(read, embeddings).retrieve(question)).toEqual(
      await createRetriever(fresh, embeddings).retrieve(question),
    );
  });

  it("is built again when a saying has changed", async () => {
    await open({ ...small, sayings: [...small.sayings, { text: "水表被贴了封条", label: "M06.4" }] });
    expect(wasBuilt()).toBe(true);
    await open();
    expect(wasBuilt()).toBe(true);
  });

  it.each(["tables.bin", "manifest.json", "vectors.hnsw", "passages.json"])(
    "is built again when %s is cut short or altered",
    async (file) => {
      truncateSync(join(folder, file), 100);
      await open();
      expect(wasBuilt()).toBe(true);
      const bytes = readFileSync(join(folder, file));
      bytes[bytes.length - 2] = (bytes[bytes.length - 2] ?? 0) ^ 1;
      writeFileSync(join(folder, file), bytes);
      await open();
      expect(wasBuilt()).toBe(true);
    },
  );

  it("leaves no half-written folders", () => {
    expect(readdirSync(join(folder, "..")).sort()).toEqual(["index", "index-2"]);
  });

  it("two that build at once leave one whole index", async () => {
    const shared = `${folder}-shared`;
    await Promise.all([
      openClauseIndex(small, embeddings, shared),
      openClauseIndex(small, embeddings, shared),
    ]);
    steps.length = 0;
    await openClauseIndex(small, embeddings, shared, (step) => steps.push(step));
    expect(wasBuilt()).toBe(false);
  });
});

describe("the embedding model", () => {
  it("gives vectors of length one, the same alone and in a batch", async () => {
    const embeddings = await LocalEmbeddings.load({ model });
    const texts = ["店里水费欠着", "我想问一下那个担保公司的事情能不能办", "好"];
    const batch = await embeddings.embedDocuments(texts);
    for (const [index, text] of texts.entries()) {
      const alone = await embeddings.embedQuery(text);
      expect(Math.hypot(...alone)).toBeCloseTo(1, 4);
      alone.forEach((value, at) => {
        expect(value).toBeCloseTo(batch[index]?.[at] ?? Number.NaN, 4);
      });
    }
  });

  it("a folder that holds no model is refused, with what to do", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mingbai-"));
    writeFileSync(join(folder, "config.json"), "{}");
    await expect(LocalEmbeddings.load({ model: folder })).rejects.toThrow("has no onnx/model.onnx");
  });

  it("a damaged model is refused, not replaced", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mingbai-"));
    cpSync(model, folder, { recursive: true });
    truncateSync(join(folder, "onnx", "model.onnx"), 1000);
    await expect(LocalEmbeddings.load({ model: folder })).rejects.toThrow(ModelError);
  });

  it("a name that is neither folder nor id is refused", async () => {
    await expect(LocalEmbeddings.load({ model: "no such model" })).rejects.toThrow("neither a folder");
  });

  it("a hub that cannot be reached is an error with the address in it", async () => {
    const load = LocalEmbeddings.load({ model: "someone/some-model", hub: "http://127.0.0.1:9" });
    await expect(load).rejects.toThrow("could not be fetched from http://127.0.0.1:9/");
  });
});
