/** 口令：whole messages that are an order: 转人工, 返回, 为什么. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { packageRoot } from "../../knowledge/index.ts";

export const COMMANDS = [
  "why",
  "original",
  "handover",
  "leave",
  "restart",
  "back",
  "help",
  "thanks",
  "repeat",
  "cancel",
  "facts",
  "results",
  "fit",
  "departments",
  "more",
] as const;
export type Command = (typeof COMMANDS)[number];

/** @param text normalised */
export type CommandReader = (text: string) => Command | undefined;

const schema = z.record(z.enum(COMMANDS), z.array(z.string().min(1)).min(1));
/** What people put around an order. */
const COURTESIES =
  /^(?:请问?|麻烦(?:你|您)?|劳驾|帮我|给我|我想|我要|那|那么|哦|噢|啊|嗯|好的?)+(?=.{2})|(?:一下|吧|呢|啊|呀|哈|啦|嘛|哦|噢|谢谢)+$/gu;

/** @throws Error naming the file where it is not usable */
export function readCommands(): CommandReader {
  const file = join(packageRoot(), "bot", "understand", "commands.yaml");
  const checked = schema.safeParse(parse(readFileSync(file, "utf8")));
  if (!checked.success) throw new Error(`commands.yaml: ${z.prettifyError(checked.error)}`);
  const commands = new Map(
    COMMANDS.flatMap((command) => checked.data[command].map((words) => [words, command] as const)),
  );
  return (text) => {
    const plain = bare(text);
    return commands.get(plain) ?? commands.get(plain.replace(COURTESIES, ""));
  };
}

/** Without marks and blanks. */
function bare(text: string): string {
  return text.replaceAll(/[\p{P}\p{S}\s]/gu, "");
}
