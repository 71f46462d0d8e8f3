import { aibotCases } from "./aibot.ts";
import type { ChannelCase } from "./case.ts";
import { kfCases } from "./kf.ts";
import { wechatCases } from "./wechat.ts";
import { wecomCases } from "./wecom.ts";

/** Every channel there is, in each of its modes. */
export const CASES: readonly ChannelCase[] = [...wechatCases, ...wecomCases, ...kfCases, ...aibotCases];
