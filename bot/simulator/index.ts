/** 模拟器：Tencent's side of each platform, for trying a bot without one. */
import { simulateAibot } from "./aibot.ts";
import { simulateKf } from "./kf.ts";
import type { Settings, Simulated } from "./platform.ts";
import { simulateWechat } from "./wechat.ts";
import { simulateWecom } from "./wecom.ts";

/** By its name, which is also that of Mingbai's channel; each takes what is set and fills in the rest. */
export const PLATFORMS: Readonly<Record<string, (set: Settings) => Simulated>> = {
  wechat: simulateWechat,
  wecom: simulateWecom,
  kf: simulateKf,
  aibot: simulateAibot,
};
