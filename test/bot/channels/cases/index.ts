import { botFrameworkCases } from "./bot-framework.ts";
import type { ChannelCase } from "./case.ts";
import { directLineCases } from "./direct-line.ts";
import { wechatyCases } from "./wechaty.ts";

/** Every channel there is, in each of its modes. */
export const CASES: readonly ChannelCase[] = [...botFrameworkCases, ...directLineCases, ...wechatyCases];
