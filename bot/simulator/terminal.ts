/** 终端：an owner's phone as lines. A line is what he writes, /name something else he does, #2 what he taps. */
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Bubble, Phone, Tap } from "./phone.ts";
import type { Owner } from "./platform.ts";

const NAMES: Readonly<Record<Bubble["from"], string>> = { owner: "我", bot: "对方", platform: "系统" };

export function printed({ from, text, taps }: Bubble): string {
  const buttons = taps.map(({ label }, index) => `[#${index + 1} ${label}]`).join(" ");
  const lines = [...text.split("\n"), ...(buttons === "" ? [] : [buttons])];
  return `┌ ${NAMES[from]}\n${lines.map((line) => `│ ${line}`).join("\n")}\n└\n`;
}

export async function runTerminal(
  owner: Owner,
  phone: Phone,
  input: Readable,
  output: Writable,
): Promise<void> {
  const terminal = createInterface({ input, output, prompt: "> " });
  terminal.prompt();
  for await (const line of terminal) {
    try {
      await done(line.trim(), owner, phone, output);
    } catch (error) {
      output.write(`${(error as Error).message}\n`);
    }
    terminal.prompt();
  }
}

async function done(line: string, owner: Owner, phone: Phone, output: Writable): Promise<void> {
  const {
    tap,
    act,
    argument = "",
  } = /^(?:#(?<tap>\d+)|\/(?<act>\w+)\s*(?<argument>.*))$/u.exec(line)?.groups ?? {};
  if (tap !== undefined) return await tapped(Number(tap), phone);
  if (act === undefined) return line === "" ? undefined : await owner.write(line);
  const known = owner.acts[act];
  if (known) return await known.run(argument);
  const list = Object.entries(owner.acts).map(([name, { help }]) => `/${name}  ${help}`);
  output.write(`直接写字是发文字，#1 是点第一个链接或按钮。\n${list.join("\n")}\n`);
}

async function tapped(number: number, { bubbles }: Phone): Promise<void> {
  const taps: readonly Tap[] = bubbles.findLast((bubble) => bubble.taps.length > 0)?.taps ?? [];
  const tap = taps[number - 1];
  if (!tap) throw new Error(`上面没有第${number}个可以点的。`);
  await tap.run();
}
