import { spawn } from "node:child_process";
import { join } from "node:path";
import { packageRoot } from "../../knowledge/index.ts";

/** Runs the real program on its sources. */
export function mingbai(args: readonly string[], input = "", env: Record<string, string> = {}) {
  const root = packageRoot();
  const child = spawn(process.execPath, ["--import", "tsx", join(root, "bot", "main.ts"), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (data) => (out += String(data)));
  child.stderr.on("data", (data) => (err += String(data)));
  child.stdin.end(input);
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.on("close", (code) => resolve({ code, out, err }));
  });
}
