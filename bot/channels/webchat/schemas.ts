/** What goes over the line, as schemas: requests are checked by them, and the API is described by them. */
import { z } from "zod";
import type {
  Block,
  ChatError,
  ChatRequest,
  ChatResponse,
  FeedbackReason,
  FeedbackRequest,
  HandoverResponse,
} from "./protocol.ts";

const id = z.string().min(1).max(100);

export const chatRequest = z.object({
  conversation: id.optional().describe("Absent for a new conversation; the response names it."),
  message: id
    .optional()
    .describe("The sender's id of the message: sent again, it gets the same reply and counts once."),
  text: z.string().max(100_000),
  asOf: z.iso.date().optional().describe("The date judged for; today in Asia/Shanghai where it is absent."),
}) satisfies z.ZodType<ChatRequest>;

const REASONS = ["off_topic", "unclear", "differs", "other"] as const satisfies readonly FeedbackReason[];

export const feedbackRequest = z.object({
  conversation: id,
  message: id.describe("The id of the message that was answered."),
  useful: z.boolean(),
  reason: z.enum(REASONS).optional(),
  text: z.string().max(500).optional(),
}) satisfies z.ZodType<FeedbackRequest>;

export const handoverQuery = z.object({
  conversation: id,
  after: z.coerce.number().int().min(0).default(0).describe("The number of the last message seen."),
});

export const handoverEndRequest = z.object({ conversation: id });

const strings = z.array(z.string());
const option = z.object({ number: z.number(), label: z.string() });
const choice = option.extend({ detail: z.string().optional() });

const block = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), text: z.string() }),
  z.object({ kind: z.literal("conclusion"), clause: z.string(), verdict: z.string(), text: z.string() }),
  z.object({
    kind: z.literal("citation"),
    citation: z.object({
      clause: z.string(),
      title: z.string(),
      heading: z.string(),
      measureText: z.string().describe("The whole measure; the clause is the part from start to end."),
      start: z.number(),
      end: z.number(),
      departments: z.string(),
      whole: z.literal(true).optional(),
    }),
  }),
  z.object({
    kind: z.literal("conditions"),
    lines: z.array(
      z.object({
        outcome: z.enum(["holds", "fails", "unknown"]),
        quotes: strings,
        because: strings,
        readings: strings,
      }),
    ),
  }),
  z.object({ kind: z.literal("caution"), text: z.string() }),
  z.object({ kind: z.literal("later"), text: z.string() }),
  z.object({ kind: z.literal("list"), items: strings }),
  z.object({
    kind: z.literal("question"),
    fact: z.string(),
    lead: z.string().optional(),
    text: z.string(),
    options: z.array(option),
    hint: z.string(),
  }),
  z.object({ kind: z.literal("choice"), choices: z.array(choice) }),
  z.object({
    kind: z.literal("verdicts"),
    lines: z.array(option.extend({ clause: z.string(), verdict: z.string(), detail: z.string() })),
    all: z.record(z.string(), z.string()),
  }),
  z.object({ kind: z.literal("receipt"), code: z.string(), text: z.string() }),
]) satisfies z.ZodType<Loose<Block>>;

export const chatResponse = z.object({
  conversation: z.string(),
  outcome: z.enum(["answer", "clarify", "document", "overview", "out_of_scope", "smalltalk", "handover"]),
  cites: strings.describe("Ids of the clauses quoted, first the one the message is about."),
  asks: z.string().nullable().describe("The one fact the reply asks for."),
  choices: strings.describe("What can be picked by number, in order."),
  verdicts: z.record(z.string(), z.string()).describe("Of the clauses spoken of so far."),
  facts: z.record(z.string(), z.unknown()),
  receipt: z
    .string()
    .nullable()
    .describe("The code that brings the same answer back; its card is at /card/{receipt}."),
  text: z.string().describe("The blocks as plain text."),
  blocks: z.array(block),
  handover: z
    .enum(["waiting", "taken"])
    .optional()
    .describe("The owner waits for a person; or a person has the conversation, and there are no blocks."),
}) satisfies z.ZodType<Loose<ChatResponse>>;

export const handoverResponse = z.object({
  state: z.enum(["none", "waiting", "taken"]),
  ahead: z.number().describe("How many wait longer."),
  staffed: z.boolean(),
  staff: z.string().optional(),
  messages: z.array(
    z.object({
      number: z.number(),
      from: z.enum(["owner", "staff", "notice"]),
      text: z.string(),
      at: z.number().describe("Milliseconds since 1970."),
    }),
  ),
}) satisfies z.ZodType<Loose<HandoverResponse>>;

export const errorResponse = z.object({
  error: z.object({ code: z.string(), message: z.string().describe("In words for an owner.") }),
}) satisfies z.ZodType<ChatError>;

/** As a schema gives it: what is absent may be undefined. */
type Loose<T> = T extends readonly (infer Item)[]
  ? readonly Loose<Item>[]
  : T extends object
    ? { [Key in keyof T]: undefined extends T[Key] ? Loose<T[Key]> | undefined : Loose<T[Key]> }
    : T;
