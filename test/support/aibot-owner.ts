/** 智能机器人 as somebody who asks it sees it, however it is reached. */
import { expect } from "vitest";
import { createPhone, type Phone } from "../../bot/simulator/phone.ts";
import type { Owner, Platform } from "../../bot/simulator/platform.ts";
import { wording } from "../../bot/wording.ts";

export interface AibotOwner extends Owner {
  readonly phone: Phone;
  /** What the bot said. */
  readonly texts: () => readonly string[];
}

export function joinAibot(platform: Platform, name = "lixiao"): AibotOwner {
  const phone = createPhone();
  return {
    phone,
    ...platform.join(name, phone),
    texts: () => phone.bubbles.filter(({ from }) => from === "bot").map(({ text }) => text),
  };
}

/** It welcomes, understands words in pictures and in speech, and says what it cannot read. */
export async function expectAllKindsAnswered({ acts, texts }: AibotOwner): Promise<void> {
  await acts["enter"]?.run("");
  expect(texts().at(-1)).toContain(wording.greeting);
  await acts["mixed"]?.run("你好");
  expect(texts().at(-1)).toBe(wording.smalltalk);
  await acts["voice"]?.run("谢谢");
  expect(texts().at(-1)).toBe(wording.thanks);
  await acts["file"]?.run("");
  expect(texts().at(-1)).toBe(wording.wechat.notReadable("文件"));
}
