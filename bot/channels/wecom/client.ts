/** 应用发消息：what the application says by itself. */
import { z } from "zod";
import type { ButtonCard } from "../button-card.ts";
import type { QyApi } from "../qyapi.ts";

export interface WecomClient {
  /** @throws QyApiError, UnknownMember */
  text(user: string, content: string): Promise<void>;
  card(user: string, card: ButtonCard): Promise<void>;
}

/** He has left, or the application is not for him. */
export class UnknownMember extends Error {
  override readonly name = "UnknownMember";
}

const sentShape = z.object({ invaliduser: z.string().default("") });

export function createWecomClient(api: QyApi, agent: number): WecomClient {
  const send = async (user: string, message: object) => {
    const body = { touser: user, agentid: agent, ...message };
    const { invaliduser } = await api.call("message/send", body, sentShape);
    if (invaliduser !== "")
      throw new UnknownMember("message/send: no such member, or not of this application");
  };
  return {
    text: (user, content) => send(user, { msgtype: "text", text: { content } }),
    card: (user, card) => send(user, { msgtype: "template_card", template_card: card }),
  };
}
