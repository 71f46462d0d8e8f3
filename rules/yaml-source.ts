/** A YAML file that knows its lines, so that what is wrong in it can be pointed at. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";

/** A rule file that cannot be used: the message names file and line and says what to write instead. */
export class RuleError extends Error {
  override readonly name = "RuleError";
}

/** Where in a file: keys and places. */
export type Path = readonly (string | number)[];

/** A YAML file that knows its lines. */
export interface YamlSource {
  checked<T>(schema: z.ZodType<T>): T;
  lineOf(path: Path): number;
  fault(path: Path, what: string, remedy: string): RuleError;
}

export function readYaml(path: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(path, "utf8"), { lineCounter: lines });
  const file = basename(path);
  const [broken] = document.errors;
  if (broken)
    throw new RuleError(
      `${file}:${lines.linePos(broken.pos[0]).line}: 不是能读的YAML：${broken.message.split("\n")[0]}。检查缩进、冒号后的空格和引号。`,
    );
  const lineOf = (where: Path): number => {
    for (let length = where.length; length > 0; length--) {
      const node = document.getIn(where.slice(0, length), true);
      const isNode = isMap(node) || isSeq(node) || isScalar(node);
      if (isNode && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const fault = (where: Path, what: string, remedy: string) =>
    new RuleError(`${file}:${lineOf(where)}: ${what}。${remedy}。`);
  return {
    lineOf,
    fault,
    checked: (schema) => {
      const result = schema.safeParse(document.toJS());
      if (result.success) return result.data;
      const [issue] = result.error.issues as [z.core.$ZodIssue];
      throw fault(issue.path as Path, `${issue.path.join(".")}写得不对`, issue.message);
    },
  };
}
