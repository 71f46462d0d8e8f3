/** 问密码：on the terminal without showing it; from stdin, one line, where that is no terminal. */
import { createInterface } from "node:readline";
import { Writable } from "node:stream";

/** @returns one answer a prompt from a terminal; the first line alone from a pipe; nothing where it was broken off */
export async function askPassword(prompts: readonly string[]): Promise<readonly string[]> {
  if (!process.stdin.isTTY) return firstLine();
  const answers: string[] = [];
  for (const prompt of prompts) {
    const answer = await answerTo(prompt);
    if (answer === undefined) return [];
    answers.push(answer);
  }
  return answers;
}

async function firstLine(): Promise<readonly string[]> {
  const lines = createInterface({ input: process.stdin, terminal: false });
  for await (const line of lines) return [line];
  return [];
}

/** What is typed goes nowhere. */
function answerTo(prompt: string): Promise<string | undefined> {
  const nowhere = new Writable({ write: (_chunk, _encoding, written) => written() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  // Asked once the terminal has stopped showing what is typed.
  process.stderr.write(prompt);
  return new Promise((resolve) => {
    lines.once("line", (line) => {
      resolve(line);
      lines.close();
    });
    lines.once("close", () => {
      process.stderr.write("\n");
      resolve(undefined);
    });
  });
}
