/** `npm run crash`: 200 servers killed, or as many as `-- KILLS SEED` says. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crash } from "./crash.ts";

const [kills = "200", seed = `${Date.now() % 1_000_000}`] = process.argv.slice(2);
const log = (line: string) => process.stderr.write(`${line}\n`);
const dataDir = mkdtempSync(join(tmpdir(), "mingbai-crash-"));
log(`seed ${seed}`);
const { acknowledged, kept } = await crash({
  settings: { dataDir },
  kills: Number(kills),
  seed: Number(seed),
  log,
});
log(`${acknowledged} turns acknowledged, none lost; ${kept} kept, none twice`);
rmSync(dataDir, { recursive: true });
