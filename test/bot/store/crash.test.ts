import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { crash } from "./crash.ts";

it("servers killed at any moment lose no acknowledged turn and count none twice", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "mingbai-crash-"));
  const { acknowledged, kept } = await crash({ settings: { dataDir }, kills: 10, seed: 103 });
  expect(acknowledged).toBeGreaterThan(10);
  expect(kept).toBeGreaterThanOrEqual(acknowledged);
});
