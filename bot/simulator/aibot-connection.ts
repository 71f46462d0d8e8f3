/** 企业微信智能机器人，使用长连接：the bot calls here and stays on the line. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { Hono } from "hono";
import { type WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import { type AibotPushed, createAibotPhones } from "./aibot-phones.ts";
import { PATIENCE_MS, type Wire } from "./delivery.ts";
import type { Platform, Settings, Simulated } from "./platform.ts";

/** The platform waits so long for a bot to come on the line when it is to be tried. */
const ARRIVAL_MS = 60_000;
const LARGEST_FRAME = 1_000_000;

export function simulateAibotConnection(set: Settings): Simulated {
  const settings = {
    AIBOT_BOT_ID: set["AIBOT_BOT_ID"] ?? "aibSimulated",
    AIBOT_SECRET: set["AIBOT_SECRET"] ?? "simulator",
    AIBOT_WS_URL: "ws://127.0.0.1:9911",
  };
  return {
    settings,
    apiSetting: "AIBOT_WS_URL",
    open: (_address, wire) => createConnectionPlatform(settings, wire),
  };
}

type ConnectionSettings = Readonly<Record<"AIBOT_BOT_ID" | "AIBOT_SECRET", string>>;

export interface ConnectionPlatform extends Platform {
  /** Takes those who call; at any path. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** The line breaks, as when the network does. */
  readonly hangUp: () => void;
  /** Brings a message or an event. @returns the bot's answer; undefined where none comes */
  readonly ask: (user: string, message: AibotPushed) => Promise<unknown>;
  /** Brings anything, without waiting for an answer. */
  readonly bring: (body: object) => void;
  /** How many have been let in so far. */
  readonly arrivals: () => number;
}

const frameShape = z.object({
  cmd: z.string(),
  headers: z.looseObject({ req_id: z.string().min(1) }),
  body: z.looseObject({}).optional(),
});
type Frame = z.infer<typeof frameShape>;

const ANSWERS: ReadonlySet<string> = new Set([
  "aibot_respond_msg",
  "aibot_respond_welcome_msg",
  "aibot_respond_update_msg",
]);

/** As 企业微信 has them; those of a wrong frame are not documented. */
const OK = { errcode: 0, errmsg: "ok" } as const;
const WRONG_SECRET = { errcode: 40001, errmsg: "invalid secret" } as const;
const NOT_SUBSCRIBED = { errcode: 846601, errmsg: "not subscribed" } as const;
const STALE = { errcode: 846605, errmsg: "invalid req_id" } as const;
const MALFORMED = { errcode: 40058, errmsg: "invalid request parameter" } as const;

export function createConnectionPlatform(settings: ConnectionSettings, wire: Wire): ConnectionPlatform {
  const { now, sleep } = wire.clock;
  /** Whoever was let in last. */
  let line: WebSocket | undefined;
  let arrivals = 0;
  let requests = 0;
  /** Frames that were brought to the bot, until it answers. */
  const open = new Map<string, (answer: unknown) => void>();
  /** By the group or the member alone: who spoke there last. */
  const spoke = new Map<string, string>();

  const send = (to: WebSocket | undefined, cmd: string, body: object): string => {
    const id = `simulated_${++requests}`;
    to?.send(JSON.stringify({ cmd, headers: { req_id: id }, body }));
    return id;
  };
  const letIn = (socket: WebSocket) => {
    if (line && line !== socket) {
      send(line, "aibot_event_callback", { msgtype: "event", event: { eventtype: "disconnected_event" } });
      line.close();
    }
    line = socket;
    arrivals += 1;
    return OK;
  };
  const leave = (socket: WebSocket) => {
    if (socket !== line) return;
    line = undefined;
    for (const give of open.values()) give(undefined);
  };
  const answered = ({ headers, body }: Frame) => {
    const give = open.get(headers.req_id);
    if (!give) return STALE;
    give(body);
    return OK;
  };
  const said = ({ body }: Frame) => {
    const { chatid = "", ...message } = { ...body } as { readonly chatid?: string };
    return phones.showLater(spoke.get(chatid) ?? "", message) ? OK : MALFORMED;
  };
  const take = (socket: WebSocket, frame: Frame): object => {
    const { cmd, body } = frame;
    if (cmd === "ping") return OK;
    if (cmd === "aibot_subscribe") {
      const isKnown = body?.["bot_id"] === settings.AIBOT_BOT_ID && body["secret"] === settings.AIBOT_SECRET;
      return isKnown ? letIn(socket) : WRONG_SECRET;
    }
    if (socket !== line) return NOT_SUBSCRIBED;
    if (ANSWERS.has(cmd)) return answered(frame);
    return cmd === "aibot_send_msg" ? said(frame) : MALFORMED;
  };
  const bring = (body: object): string => {
    const isEvent = "msgtype" in body && body.msgtype === "event";
    return send(line, isEvent ? "aibot_event_callback" : "aibot_msg_callback", body);
  };
  const ask = async (user: string, message: AibotPushed): Promise<unknown> => {
    spoke.set(message.chatid ?? user, user);
    if (!line) {
      wire.log("no bot is on the line");
      return undefined;
    }
    const begun = now();
    const id = bring(message);
    if (isOpinion(message)) return undefined;
    const answer = await Promise.race([
      new Promise<unknown>((resolve) => open.set(id, resolve)),
      sleep(PATIENCE_MS),
    ]);
    open.delete(id);
    wire.log(`${answer === undefined ? "no answer" : "an answer"} after ${now() - begun} ms`);
    return answer;
  };
  const phones = createAibotPhones({ now, log: wire.log, push: ask });

  const server = new WebSocketServer({ noServer: true, maxPayload: LARGEST_FRAME });
  server.on("connection", (socket) => {
    socket.on("close", () => leave(socket));
    socket.on("error", (error) => wire.log(`the line broke: ${error.message}`));
    socket.on("message", (data) => {
      const frame = frameShape.safeParse(jsonOf(String(data)));
      if (!frame.success) return wire.log(`not a frame: ${z.prettifyError(frame.error)}`);
      const result = take(socket, frame.data);
      if (frame.data.cmd !== "ping") wire.log(`${frame.data.cmd}: ${JSON.stringify(result)}`);
      socket.send(JSON.stringify({ headers: { req_id: frame.data.headers.req_id }, ...result }));
    });
  });
  return {
    api: new Hono(),
    upgrade: (request, socket, head) =>
      server.handleUpgrade(request, socket, head, (accepted) => server.emit("connection", accepted, request)),
    connect: async () => {
      const end = now() + ARRIVAL_MS;
      while (!line && now() < end) await sleep(50);
      if (!line) throw new Error("没有机器人连上来：检查它的 AIBOT_BOT_ID、AIBOT_SECRET、AIBOT_WS_URL。");
    },
    join: phones.join,
    hangUp: () => line?.terminate(),
    ask,
    bring,
    arrivals: () => arrivals,
  };
}

/** 👍 and 👎 are not answered. */
function isOpinion({ msgtype, event }: AibotPushed): boolean {
  return msgtype === "event" && (event as { readonly eventtype?: string }).eventtype === "feedback_event";
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
