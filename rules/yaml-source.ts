/** A YAML file that knows its lines, so that what is wrong in it can be pointed at. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { CORE_SCHEMA, load } from "js-yaml";
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
  const text = readFileSync(path, "utf8");
  const file = basename(path);
  const places = placesIn(text);
  const lineOf = (where: Path): number => places().lineOf(where);
  const fault = (where: Path, what: string, remedy: string) =>
    new RuleError(`${file}:${lineOf(where)}: ${what}。${remedy}。`);
  const value = read(text, file, places);
  return {
    lineOf,
    fault,
    checked: (schema) => {
      const result = schema.safeParse(value);
      if (result.success) return result.data;
      const [issue] = result.error.issues as [z.core.$ZodIssue];
      throw fault(issue.path as Path, `${issue.path.join(".")}写得不对`, issue.message);
    },
  };
}

/** js-yaml reads many times as fast as yaml, which knows where things stand; that is asked only where something is wrong. */
function read(text: string, file: string, places: () => Places): unknown {
  try {
    return load(text, { schema: CORE_SCHEMA });
  } catch {
    const { broken, value } = places();
    if (broken === undefined) return value;
    throw new RuleError(
      `${file}:${broken.line}: 不是能读的YAML：${broken.message.split("\n")[0]}。检查缩进、冒号后的空格和引号。`,
    );
  }
}

interface Places {
  readonly value: unknown;
  readonly lineOf: (path: Path) => number;
  readonly broken?: { readonly line: number; readonly message: string };
}

function placesIn(text: string): () => Places {
  let found: Places | undefined;
  return () => {
    found ??= locate(text);
    return found;
  };
}

function locate(text: string): Places {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  return {
    value: document.toJS(),
    lineOf: (where) => {
      for (let length = where.length; length > 0; length--) {
        const node = document.getIn(where.slice(0, length), true);
        const isNode = isMap(node) || isSeq(node) || isScalar(node);
        if (isNode && node.range) return lines.linePos(node.range[0]).line;
      }
      return 1;
    },
    ...(broken && { broken: { line: lines.linePos(broken.pos[0]).line, message: broken.message } }),
  };
}
