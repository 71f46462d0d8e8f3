/** 欢迎语：what an owner is told when he comes in, and what he may begin with. */
import { wording } from "../wording.ts";

/** Questions that are answered, said as he would say them. */
export const beginnings: readonly string[] = [...wording.page.examples, wording.wechat.menu[0].says];

export function welcome(): string {
  return [wording.greeting, wording.wecom.welcome, ...beginnings.map((words) => `· ${words}`)].join("\n");
}
