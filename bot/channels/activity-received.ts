/** 来信 as an activity: what of it concerns the conversation. Everything else is left alone. */
import { createHash } from "node:crypto";
import { z } from "zod";

const id = z
  .string()
  .min(1)
  .max(400)
  // No database keeps these, and no platform sends them.
  .refine((value) => value.isWellFormed() && !value.includes("\0"), { error: "not text" });
const account = z.object({ id: id.optional() });

/** An activity somebody sent, as far as it is looked at; the rest passes through unread. */
export const incomingSchema = z.object({
  type: z.string().min(1).max(100),
  id: id.optional(),
  channelId: id.optional(),
  serviceUrl: z.string().max(2000).optional(),
  deliveryMode: z.string().max(100).nullish(),
  from: account.nullish(),
  recipient: account.nullish(),
  conversation: z.object({
    id,
    isGroup: z.boolean().nullish(),
    conversationType: z.string().max(100).nullish(),
  }),
  text: z.string().nullish(),
  attachments: z.array(z.object({ contentType: z.string().optional() })).nullish(),
  entities: z
    .array(
      z.object({
        type: z.string().nullish(),
        text: z.string().nullish(),
        mentioned: z.object({ id: z.string().nullish() }).nullish(),
      }),
    )
    .nullish(),
  name: z.string().max(400).nullish(),
  value: z.unknown().optional(),
  action: z.string().max(100).nullish(),
  replyToId: id.nullish(),
  membersAdded: z.array(account).nullish(),
  reactionsAdded: z.array(z.object({ type: z.string() })).nullish(),
});

export type IncomingActivity = z.infer<typeof incomingSchema>;

/** What an activity comes to. */
export type Received =
  | { readonly kind: "message"; readonly text: string }
  /** Only pictures, voice or files. */
  | { readonly kind: "unreadable" }
  | { readonly kind: "arrival" }
  | { readonly kind: "feedback"; readonly about: string; readonly liked: boolean }
  /** A button on a card that wants an answer of its own. */
  | { readonly kind: "action"; readonly text?: string }
  /** A call we do not know. */
  | { readonly kind: "call" }
  | { readonly kind: "ignored" };

export function readActivity(activity: IncomingActivity): Received {
  switch (activity.type) {
    case "message":
      return readMessage(activity);
    case "conversationUpdate":
      return hasArrived(activity) ? { kind: "arrival" } : { kind: "ignored" };
    case "installationUpdate":
      return { kind: activity.action?.startsWith("add") ? "arrival" : "ignored" };
    case "messageReaction":
      return readReaction(activity);
    case "invoke":
      return activity.name === "adaptiveCard/action" ? readAction(activity.value) : { kind: "call" };
    default:
      return { kind: "ignored" };
  }
}

/** No database indexes longer ones. */
const LONGEST_NAME = 600;

/** Whose conversation it is: in a group everybody's own, since facts are one owner's. */
export function conversationOf({ channelId, conversation, from }: IncomingActivity): string {
  const isGroup =
    conversation.isGroup === true || ["groupChat", "channel"].includes(conversation.conversationType ?? "");
  return nameOf([channelId ?? "", conversation.id, ...(isGroup ? [from?.id ?? ""] : [])]);
}

/** One name of several, so that no two are mistaken for each other. */
export function nameOf(parts: readonly string[]): string {
  const name = parts.map(encodeURIComponent).join("/");
  return name.length <= LONGEST_NAME ? name : createHash("sha256").update(name).digest("hex");
}

function readMessage(activity: IncomingActivity): Received {
  const text = withoutMention(activity).trim();
  const said = text === "" ? saidBy(activity.value) : text;
  if (said !== undefined) return { kind: "message", text: said };
  // Teams adds the message once more as HTML.
  const attached = (activity.attachments ?? []).some(({ contentType }) => contentType !== "text/html");
  return attached ? { kind: "unreadable" } : { kind: "message", text: "" };
}

/** “<at>明白</at> 电费” is about 电费. */
function withoutMention({ text, entities, recipient }: IncomingActivity): string {
  return (entities ?? []).reduce((rest, entity) => {
    const isOurs = entity.type === "mention" && entity.mentioned?.id === recipient?.id;
    return isOurs && entity.text ? rest.replaceAll(entity.text, "") : rest;
  }, text ?? "");
}

function hasArrived({ membersAdded }: IncomingActivity): boolean {
  return (membersAdded ?? []).length > 0;
}

const LIKED: ReadonlySet<string> = new Set(["like", "heart", "plusOne", "laugh"]);
const DISLIKED: ReadonlySet<string> = new Set(["sad", "angry", "dislike"]);

function readReaction({ replyToId, reactionsAdded }: IncomingActivity): Received {
  const known = (reactionsAdded ?? [])
    .map(({ type }) => type)
    .find((type) => LIKED.has(type) || DISLIKED.has(type));
  if (known === undefined || !replyToId) return { kind: "ignored" };
  return { kind: "feedback", about: replyToId, liked: LIKED.has(known) };
}

const cardActionSchema = z.object({ action: z.object({ data: z.unknown().optional() }) });

function readAction(value: unknown): Received {
  const checked = cardActionSchema.safeParse(value);
  const text = checked.success ? saidBy(checked.data.action.data) : undefined;
  return { kind: "action", ...(text !== undefined && { text }) };
}

const sayingSchema = z.object({ say: z.string().min(1).max(1000) });

/** What one of our buttons says, where the client did not turn it into a message. */
function saidBy(value: unknown): string | undefined {
  return sayingSchema.safeParse(value).data?.say;
}
