/** One JSON object a line in, one a line out, in the same order; a bad line gets an error and the next is read. */
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { z } from "zod";

export interface LineError {
  readonly id: unknown;
  readonly error: { readonly code: "bad_json" | "bad_input" | "failed"; readonly message: string };
}

/** @param answer gets a line that fits the schema; what it returns is written as a line */
export async function answerLines<T>(
  schema: z.ZodType<T>,
  answer: (line: T) => Promise<object>,
  input: Readable = process.stdin,
  output: Writable = process.stdout,
): Promise<void> {
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === "") continue;
    const parsed = readLine(line, schema);
    const result =
      "error" in parsed ? parsed : await answer(parsed.value).catch((error) => failed(line, error));
    output.write(`${JSON.stringify(result)}\n`);
  }
}

/** One line that fails ends neither the process nor the lines after it. */
function failed(line: string, error: unknown): LineError {
  const { id = null } = JSON.parse(line) as { id?: unknown };
  return { id, error: { code: "failed", message: error instanceof Error ? error.message : String(error) } };
}

function readLine<T>(line: string, schema: z.ZodType<T>): { value: T } | LineError {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch (error) {
    return { id: null, error: { code: "bad_json", message: `not a JSON object: ${String(error)}` } };
  }
  const checked = schema.safeParse(data);
  if (checked.success) return { value: checked.data };
  const id = (data as { id?: unknown } | null)?.id ?? null;
  return { id, error: { code: "bad_input", message: z.prettifyError(checked.error) } };
}
