/** 企业微信智能机器人的用户：what people say to a bot, alone or in a group, and what their phones show of its answers. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { buttonCardShape, type CardOnPhone, cardText } from "./button-card.ts";
import type { Wire } from "./delivery.ts";
import type { Phone, Tap } from "./phone.ts";
import type { Act, Owner } from "./platform.ts";

const GROUP = "wrkSimulatedGroup";
const BOT_NAME = "明白";

const bytes = (most: number) => z.string().refine((text) => Buffer.byteLength(text) <= most);
const feedbackShape = z.object({ id: bytes(256).min(1) }).optional();
const streamShape = z.object({
  id: z.string().min(1),
  finish: z.literal(true, "The simulator does not ask for the rest of a stream."),
  content: bytes(20_480),
  feedback: feedbackShape,
});
const cardShape = buttonCardShape.extend({ feedback: feedbackShape });
const greetingShape = z.discriminatedUnion("msgtype", [
  z.object({ msgtype: z.literal("text"), text: z.object({ content: z.string().min(1) }) }),
  z.object({ msgtype: z.literal("template_card"), template_card: cardShape }),
]);
const replyShape = z.discriminatedUnion("msgtype", [
  z.object({ msgtype: z.literal("stream"), stream: streamShape }),
  z.object({ msgtype: z.literal("template_card"), template_card: cardShape }),
  z.object({
    msgtype: z.literal("stream_with_template_card"),
    stream: streamShape,
    template_card: cardShape.optional(),
  }),
]);
const updateShape = z.object({
  response_type: z.literal("update_template_card"),
  userids: z.array(z.string()).optional(),
  template_card: z.looseObject({
    card_type: z.string(),
    main_title: z.looseObject({ title: z.string(), desc: z.string().optional() }),
    task_id: z.string(),
  }),
});
const laterShape = z.discriminatedUnion("msgtype", [
  z.object({ msgtype: z.literal("markdown"), markdown: z.object({ content: bytes(20_480).min(1) }) }),
  z.object({ msgtype: z.literal("template_card"), template_card: buttonCardShape }),
]);

export interface AibotPhones {
  readonly join: (user: string, phone: Phone) => Owner;
  /** Shows what the bot says by itself. @returns false where it is nothing a bot can say */
  readonly showLater: (user: string, message: unknown) => boolean;
}

export interface AibotPhonesOptions {
  readonly now: () => number;
  readonly log: Wire["log"];
  /** Brings a message or an event to the bot. @returns its answer; undefined where there is none */
  readonly push: (user: string, message: AibotPushed) => Promise<unknown>;
}

interface Fields {
  readonly msgtype: string;
  readonly [field: string]: unknown;
}

export interface AibotPushed extends Fields {
  readonly msgid: string;
  readonly chatid?: string;
}

export function createAibotPhones({ now, log, push: bring }: AibotPhonesOptions): AibotPhones {
  const phones = new Map<string, Phone>();
  const done = new Set<string>();
  const lastAnswer = new Map<string, { readonly id: string; readonly chat: string | undefined }>();
  const greeted = new Set<string>();

  const show = (user: string, from: "bot" | "platform" | "owner", text: string, taps: readonly Tap[] = []) =>
    phones.get(user)?.show({ from, text, taps });
  const showCard = (user: string, card: CardOnPhone, chat?: string) =>
    show(
      user,
      "bot",
      cardText(card),
      card.button_list.map(({ text, key }) => ({
        label: text,
        run: () => press(user, card, key, text, chat),
      })),
    );

  const push = (user: string, fields: Fields, chat?: string): Promise<unknown> =>
    bring(user, {
      msgid: randomUUID(),
      create_time: Math.floor(now() / 1000),
      aibotid: "aibSimulated",
      ...(chat === undefined ? { chattype: "single" } : { chatid: chat, chattype: "group" }),
      from: { userid: user },
      ...fields,
    });
  const event = (user: string, eventtype: string, more: object = {}, chat?: string) =>
    push(user, { msgtype: "event", event: { eventtype, ...more } }, chat);
  const read = <Shape>(answer: unknown, shape: z.ZodType<Shape>): Shape | undefined => {
    if (answer === undefined) return undefined;
    const checked = shape.safeParse(answer);
    if (!checked.success) log(`not an answer: ${z.prettifyError(checked.error)}`);
    return checked.data;
  };

  const say = async (user: string, fields: Fields, chat?: string) => {
    const reply = read(await push(user, fields, chat), replyShape);
    if (!reply) return;
    const { stream } = { stream: undefined, ...reply };
    const { template_card: card } = { template_card: undefined, ...reply };
    if (stream) show(user, "bot", stream.content);
    if (card) showCard(user, card, chat);
    const feedback = stream?.feedback ?? card?.feedback;
    if (feedback) lastAnswer.set(user, { id: feedback.id, chat });
  };
  const press = async (user: string, card: CardOnPhone, key: string, label: string, chat?: string) => {
    if (done.has(card.task_id)) return show(user, "platform", "（卡片已更新，点不动）");
    show(user, "owner", label);
    const pressed = { card_type: card.card_type, event_key: key, task_id: card.task_id };
    const answer = await event(user, "template_card_event", { template_card_event: pressed }, chat);
    const update = read(answer, updateShape);
    if (!update || update.template_card.task_id !== card.task_id) return;
    done.add(card.task_id);
    const { title, desc } = update.template_card.main_title;
    show(user, "platform", `（卡片变成“${title} ${desc ?? ""}”）`);
  };

  return {
    showLater: (user, message) => {
      const checked = laterShape.safeParse(message);
      if (!checked.success) return false;
      if (checked.data.msgtype === "markdown") show(user, "bot", checked.data.markdown.content);
      else showCard(user, checked.data.template_card);
      return true;
    },
    join: (user, phone): Owner => {
      phones.set(user, phone);
      const unread = (help: string, msgtype: string): Act => ({
        help,
        run: () => say(user, { msgtype, [msgtype]: { url: "https://example.com/simulated" } }),
      });
      const feedback = (help: string, type: number): Act => ({
        help,
        run: async (words) => {
          const last = lastAnswer.get(user);
          if (!last) throw new Error("还没有可以评价的回答。");
          const given = { id: last.id, type, content: words, inaccurate_reason_list: [2] };
          await event(user, "feedback_event", { feedback_event: given }, last.chat);
        },
      });
      return {
        write: (text) => say(user, { msgtype: "text", text: { content: text } }),
        acts: {
          enter: {
            help: "进入会话，每天只有第一次告诉机器人",
            run: async () => {
              const today = `${user}:${Math.floor(now() / 86_400_000)}`;
              if (greeted.has(today)) return;
              greeted.add(today);
              const greeting = read(await event(user, "enter_chat"), greetingShape);
              if (greeting?.msgtype === "text") show(user, "bot", greeting.text.content);
              if (greeting?.msgtype === "template_card") showCard(user, greeting.template_card);
            },
          },
          group: {
            help: "在群里@机器人说话",
            run: (words) => say(user, { msgtype: "text", text: { content: `@${BOT_NAME} ${words}` } }, GROUP),
          },
          mixed: {
            help: "发图文混排 文字",
            run: (words) => {
              const image = { msgtype: "image", image: { url: "https://example.com/simulated" } };
              const items = [{ msgtype: "text", text: { content: words } }, image];
              return say(user, { msgtype: "mixed", mixed: { msg_item: items } });
            },
          },
          voice: {
            help: "发语音 识别出的文字",
            run: (words) => say(user, { msgtype: "voice", voice: { content: words } }),
          },
          image: unread("发图片", "image"),
          file: unread("发文件", "file"),
          video: unread("发视频", "video"),
          like: feedback("点赞上一个回答", 1),
          dislike: feedback("点踩上一个回答 [理由]", 2),
        },
      };
    },
  };
}
