/** Writes what the Python training reads: `training.jsonl` (normalised passages with labels) and `homophones.json`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pinyin } from "pinyin-pro";
import { readKnowledge } from "../../knowledge/index.ts";
import { passagesOf } from "../clause-index.ts";

const folder = resolve(process.argv[2] ?? "training-data");
mkdirSync(folder, { recursive: true });
const passages = passagesOf(readKnowledge());
writeFileSync(
  join(folder, "training.jsonl"),
  passages.map((passage) => `${JSON.stringify(passage)}\n`).join(""),
);
writeFileSync(join(folder, "homophones.json"), `${JSON.stringify(homophones())}\n`);
process.stderr.write(`${passages.length} passages written to ${folder}\n`);

/** Syllable without tone → the characters of GB 2312 that are read so. */
function homophones(): Record<string, string[]> {
  const bySound: Record<string, string[]> = {};
  const decoder = new TextDecoder("gb2312");
  for (let high = 0xb0; high < 0xf8; high++) {
    for (let low = 0xa1; low < 0xff; low++) {
      const character = decoder.decode(new Uint8Array([high, low]));
      if (!/^\p{Script=Han}$/u.test(character)) continue;
      const sound = pinyin(character, { toneType: "none" });
      bySound[sound] = [...(bySound[sound] ?? []), character];
    }
  }
  return bySound;
}
