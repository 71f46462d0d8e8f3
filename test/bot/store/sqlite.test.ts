import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { openStore } from "../../../bot/store/index.ts";
import { keepsTheContract, NOON, turnOf } from "./contract.ts";

const folder = () => mkdtempSync(join(tmpdir(), "mingbai-store-"));
const fileIn = (dataDir: string) => join(dataDir, "mingbai.db");

describe("the store in SQLite", () => keepsTheContract(async () => ({ dataDir: join(folder(), "made") })));

it("is locked by another's transaction, says so after a while, and goes on", async () => {
  const dataDir = folder();
  const store = await openStore({ dataDir }, { patience: 300 });
  await store.save(turnOf());
  const other = new Sqlite(fileIn(dataDir));
  other.exec("begin exclusive");
  await expect(store.save(turnOf({ version: 1 }))).rejects.toMatchObject({ code: "locked" });
  expect(await store.load("张三")).toMatchObject({ version: 1 });
  other.exec("rollback");
  expect(await store.save(turnOf({ version: 1 }))).toBe("saved");
  other.exec("begin exclusive");
  setTimeout(() => other.exec("rollback"), 100);
  expect(await store.save(turnOf({ version: 2 }))).toBe("saved");
  other.close();
  await store.close();
});

it("a full disk keeps nothing of the turn and all of those before; with space it goes on", async () => {
  const dataDir = folder();
  const small = await openStore({ dataDir }, { maxPages: 120 });
  let version = 0;
  const long = (at: number) =>
    turnOf({ version: at, reply: "水".repeat(5_000), receipt: { code: `${at}`, record: 1 } });
  await expect(
    (async () => {
      for (; version < 100; version++) expect(await small.save(long(version))).toBe("saved");
    })(),
  ).rejects.toMatchObject({ code: "full" });
  expect(version).toBeGreaterThan(0);
  expect(await small.load("张三")).toMatchObject({ version });
  expect(await small.counts()).toMatchObject({ turns: version, receipts: version });
  const roomy = await openStore({ dataDir });
  expect(await roomy.save(long(version))).toBe("saved");
  await roomy.purge(NOON + 1);
  expect(await small.save({ ...long(0), message: "m1" })).toBe("saved");
  await small.close();
  await roomy.close();
});

it("a file that is no database stops the start", async () => {
  const dataDir = folder();
  writeFileSync(fileIn(dataDir), "no database at all ".repeat(100));
  await expect(openStore({ dataDir })).rejects.toMatchObject({ code: "damaged" });
});

it("a database of a newer program stops the start and says what to do; nothing is changed", async () => {
  const dataDir = folder();
  await (await openStore({ dataDir })).close();
  const database = new Sqlite(fileIn(dataDir));
  database.exec("insert into migration values (99)");
  database.close();
  await expect(openStore({ dataDir })).rejects.toThrow(/newer version.*schema 99.*DATABASE_URL or DATA_DIR/u);
});

it("is not ready where a newer program changed the database meanwhile", async () => {
  const dataDir = folder();
  const store = await openStore({ dataDir });
  const database = new Sqlite(fileIn(dataDir));
  database.exec("insert into migration values (99)");
  database.close();
  await expect(store.ready()).rejects.toMatchObject({ code: "damaged" });
  await store.close();
});

it("a folder that cannot be made stops the start", async () => {
  const file = join(folder(), "file");
  writeFileSync(file, "");
  await expect(openStore({ dataDir: join(file, "below") }, { patience: 0 })).rejects.toMatchObject({
    code: "unreachable",
  });
});
