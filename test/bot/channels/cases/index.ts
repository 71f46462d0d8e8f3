import type { ChannelCase } from "./case.ts";
import { wechatCases } from "./wechat.ts";

/** Every channel there is, in each of its modes. */
export const CASES: readonly ChannelCase[] = [...wechatCases];
