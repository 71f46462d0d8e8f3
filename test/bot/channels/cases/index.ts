import { aibotCases } from "./aibot.ts";
import { botFrameworkCases } from "./bot-framework.ts";
import type { ChannelCase } from "./case.ts";
import { directLineCases } from "./direct-line.ts";
import { kfCases } from "./kf.ts";
import { wechatCases } from "./wechat.ts";
import { wechatyCases } from "./wechaty.ts";
import { wecomCases } from "./wecom.ts";

/** Every channel there is, in each of its modes. */
export const CASES: readonly ChannelCase[] = [
  ...wechatCases,
  ...wecomCases,
  ...kfCases,
  ...aibotCases,
  ...botFrameworkCases,
  ...directLineCases,
  ...wechatyCases,
];
