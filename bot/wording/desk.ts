/** 接听台话术：what the operator reads on the desk. Text only, given to the page as it is; `{name}` is filled in there. */
import type { Verdict } from "../../rules/index.ts";

export const deskWording = {
  verdicts: {
    not_in_force: "未印发",
    expired: "已到期",
    informational: "无可申请",
    eligible: "符合",
    conditional: "可申请",
    available: "可参加",
    ineligible: "不符合",
    needs_info: "待问",
  } satisfies Record<Verdict, string>,
} as const;
