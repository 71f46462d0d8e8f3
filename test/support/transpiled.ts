import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { packageRoot } from "../../knowledge/index.ts";

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
};

/** Where a program stands as JavaScript, with these sources: it starts in a third of the time tsx takes. */
export function transpiled(program: string, sources: readonly string[]): string {
  const folder = join(packageRoot(), ".cache", "transpiled");
  for (const source of [program, ...sources]) {
    const file = join(folder, source.replace(/\.ts$/u, ".js"));
    mkdirSync(dirname(file), { recursive: true });
    const text = readFileSync(join(packageRoot(), source), "utf8");
    writeFileSync(file, ts.transpileModule(text, { compilerOptions }).outputText);
  }
  return join(folder, program.replace(/\.ts$/u, ".js"));
}
