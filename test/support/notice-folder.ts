import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { noticeFolder, packageRoot } from "../../knowledge/index.ts";

/** A copy of the notice's folder that a test may spoil. */
export function copiedNotice(): string {
  const root = mkdtempSync(join(tmpdir(), "mingbai-"));
  const folder = join(root, "notices", "copy");
  cpSync(noticeFolder(), folder, { recursive: true });
  cpSync(join(packageRoot(), "knowledge", "departments.json"), join(root, "departments.json"));
  return folder;
}

export function edit(folder: string, file: string, change: (text: string) => string): void {
  const path = join(folder, file);
  writeFileSync(path, change(readFileSync(path, "utf8")));
}
