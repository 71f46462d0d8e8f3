/** 微信客服接口：the few a bot calls. */
import { z } from "zod";
import { DONE, type QyApiSide } from "./qy-api.ts";

/** 0 new, 1 with the bot, 2 in the queue, 3 with a person, 4 over. */
export type KfState = 0 | 1 | 2 | 3 | 4;

export interface KfApiOptions {
  readonly side: QyApiSide;
  readonly account: string;
  /** Who is there to take over. */
  readonly servicers: ReadonlySet<string>;
  readonly isCustomer: (customer: string) => boolean;
  readonly stateOf: (customer: string) => KfState;
  readonly spend: (customer: string) => "sent" | "closed" | "used";
  readonly show: (customer: string, sent: KfSent) => void;
  readonly pageFrom: (from: number, limit: number) => { messages: readonly object[]; end: number };
  readonly isPullToken: (token: string) => boolean;
  /** @returns a code to say one thing with */
  readonly move: (customer: string, state: KfState) => string | undefined;
  /** @returns whom the code is for; undefined where it is none, or no longer */
  readonly redeem: (code: string) => string | undefined;
}

const ERRORS = {
  account: { errcode: 95004, errmsg: "open_kfid not exist" },
  customer: { errcode: 40096, errmsg: "invalid external userid" },
  pullToken: { errcode: 95007, errmsg: "invalid msg token" },
  used: { errcode: 95001, errmsg: "send msg count limit" },
  closed: { errcode: 95002, errmsg: "send msg time limit" },
  state: { errcode: 95018, errmsg: "send msg session status invalid" },
  servicer: { errcode: 95014, errmsg: "user is not kf servicer" },
  transition: { errcode: 95016, errmsg: "invalid service state transition" },
  repeated: { errcode: 40058, errmsg: "msgid is repeated" },
  code: { errcode: 95022, errmsg: "invalid code" },
} as const;

const bytes = (most: number) =>
  z
    .string()
    .min(1)
    .refine((text) => Buffer.byteLength(text) <= most);
const textShape = z.looseObject({ msgtype: z.literal("text"), text: z.object({ content: bytes(2048) }) });
const menuShape = z.looseObject({
  msgtype: z.literal("msgmenu"),
  msgmenu: z.object({
    head_content: bytes(1024).optional(),
    list: z
      .array(z.object({ type: z.literal("click"), click: z.object({ id: bytes(128), content: bytes(128) }) }))
      .min(1)
      .max(10),
    tail_content: bytes(1024).optional(),
  }),
});
const sentShape = z.discriminatedUnion("msgtype", [textShape, menuShape]);
export type KfSent = z.infer<typeof sentShape>;

const msgid = z.string().regex(/^[\w-]{1,32}$/u);
const toCustomer = z.looseObject({ touser: z.string(), open_kfid: z.string(), msgid });
const onEvent = z.looseObject({ code: z.string(), msgid });
const customer = z.object({ open_kfid: z.string(), external_userid: z.string() });
const transfer = customer.extend({
  service_state: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  servicer_userid: z.string().optional(),
});
const pull = z.object({
  cursor: z.string().default(""),
  token: z.string().optional(),
  limit: z.number().int().min(1).max(1000).default(1000),
  open_kfid: z.string(),
});

/** From each state, those it may change to. */
const TRANSITIONS: Readonly<Record<KfState, readonly KfState[]>> = {
  0: [1, 2, 3],
  1: [2, 3, 4],
  2: [3, 4],
  3: [2, 3, 4],
  4: [],
};

export function createKfApi(options: KfApiOptions): void {
  const { account, isCustomer, stateOf, show, side } = options;
  const { serve } = side;
  const sentIds = new Set<string>();

  serve("kf/sync_msg", pull, ({ cursor, token, limit, open_kfid }) => {
    if (open_kfid !== account) return ERRORS.account;
    if (token !== undefined && !options.isPullToken(token)) return ERRORS.pullToken;
    const from = Number(cursor.replace("cursor-", "")) || 0;
    const { messages, end } = options.pageFrom(from, limit);
    const next = from + messages.length;
    return { ...DONE, next_cursor: `cursor-${next}`, has_more: next < end ? 1 : 0, msg_list: messages };
  });
  serve("kf/send_msg", z.intersection(toCustomer, sentShape), (message) => {
    if (message.open_kfid !== account) return ERRORS.account;
    if (!isCustomer(message.touser)) return ERRORS.customer;
    if (sentIds.has(message.msgid)) return ERRORS.repeated;
    if (stateOf(message.touser) > 1) return ERRORS.state;
    const spent = options.spend(message.touser);
    if (spent !== "sent") return ERRORS[spent];
    sentIds.add(message.msgid);
    show(message.touser, message);
    return { ...DONE, msgid: message.msgid };
  });
  serve("kf/send_msg_on_event", z.intersection(onEvent, sentShape), (message) => {
    const owner = options.redeem(message.code);
    if (owner === undefined) return ERRORS.code;
    show(owner, message);
    return { ...DONE, msgid: message.msgid };
  });
  serve("kf/service_state/get", customer, ({ open_kfid, external_userid: owner }) => {
    if (open_kfid !== account) return ERRORS.account;
    return isCustomer(owner) ? { ...DONE, service_state: stateOf(owner) } : ERRORS.customer;
  });
  serve("kf/service_state/trans", transfer, ({ open_kfid, external_userid: owner, ...to }) => {
    if (open_kfid !== account) return ERRORS.account;
    const { service_state: state, servicer_userid: servicer } = to;
    if (!TRANSITIONS[stateOf(owner)].includes(state)) return ERRORS.transition;
    const isThere = servicer === undefined ? options.servicers.size > 0 : options.servicers.has(servicer);
    if ((state === 2 || state === 3) && !isThere) return ERRORS.servicer;
    const code = options.move(owner, state);
    return { ...DONE, ...(code !== undefined && { msg_code: code }) };
  });
}
