/** 公众号接待：what each kind of message is answered. */
import { conversationKey, type Delivery, handleTurn } from "../../handle-turn.ts";
import { currentHandover } from "../../handover.ts";
import type { PersonWay } from "../../person-way.ts";
import { StoreError } from "../../store/index.ts";
import { wording } from "../../wording.ts";
import type { Surroundings } from "../channel.ts";
import type { Courier } from "./courier.ts";
import { pagesForWechat, sendingLink } from "./render.ts";
import type { WechatAnswer, WechatMessage } from "./types.ts";

export interface AnswererOptions extends Pick<Surroundings, "desk" | "log"> {
  readonly person: PersonWay;
  readonly courier: Courier;
}

/** Never fails: what goes wrong is said to the owner. */
export type Answerer = (message: WechatMessage) => Promise<WechatAnswer>;

const NOTHING: WechatAnswer = { kind: "nothing" };

/** Events after which a follower looks at the conversation. */
const GREETED: ReadonlySet<string> = new Set(["subscribe", "SCAN"]);

export function createAnswerer({ desk, log, person, courier }: AnswererOptions): Answerer {
  const turn = ({ from, id }: WechatMessage, words: string): Promise<Delivery> =>
    handleTurn(
      { channel: "wechat", conversation: from, message: id, text: words, pages: pagesForWechat, person },
      desk,
    );

  const heard = async (message: WechatMessage, words: string): Promise<WechatAnswer> => {
    const { outcome, page = "" } = await turn(message, words);
    if (person !== "channel" || outcome !== "handover") return text(page);
    // Only what a follower wrote can be handed over, not what he pressed.
    if (message.kind === "event")
      return text(wording.wechat.sayHandover(sendingLink(wording.wechat.handover)));
    await courier.sayOnce(message, page);
    return { kind: "transfer" };
  };

  const unreadable = async (message: WechatMessage, type: string, apology: string): Promise<WechatAnswer> => {
    if (!(await isWithPerson(message))) return text(apology);
    await turn(message, wording.wechat.forPerson(nameOf(type)));
    return NOTHING;
  };
  const isWithPerson = async ({ from }: WechatMessage) => {
    if (person !== "console") return false;
    const handover = await currentHandover(desk.store, conversationKey("wechat", from), desk.now());
    return handover?.taken !== undefined;
  };

  const answered = async (message: WechatMessage): Promise<WechatAnswer> => {
    switch (message.kind) {
      case "text":
        return heard(message, message.text);
      case "voice":
        return message.text === undefined
          ? unreadable(message, "voice", wording.wechat.notHeard)
          : heard(message, message.text);
      case "other":
        return unreadable(message, message.type, wording.wechat.notReadable(nameOf(message.type)));
      case "event":
        if (GREETED.has(message.event)) return text(greeting());
        return message.event === "CLICK" && message.key !== "" ? heard(message, message.key) : NOTHING;
    }
  };

  return async (message) => {
    try {
      await courier.heardFrom(message);
      return await answered(message);
    } catch (error) {
      log(`error wechat ${message.kind}: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
      return text(error instanceof StoreError ? wording.store[error.code] : wording.serverError);
    }
  };
}

/** An empty text would be shown as an outage. */
function text(words: string): WechatAnswer {
  return words === "" ? NOTHING : { kind: "text", text: words };
}

function greeting(): string {
  const links = [...wording.page.examples, wording.wechat.menu[0].says].map(
    (words) => `· ${sendingLink(words)}`,
  );
  return [wording.greeting, wording.wechat.welcome, ...links].join("\n");
}

function nameOf(type: string): string {
  return wording.wechat.kinds[type] ?? wording.wechat.otherKind;
}
