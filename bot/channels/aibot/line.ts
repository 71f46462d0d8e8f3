/** 长连接的线路：on the line with 企业微信, and back on it whenever it is lost. */
import { setTimeout as sleep } from "node:timers/promises";
import type { WSClient, WsFrame } from "@wecom/aibot-node-sdk";
import { ConfigError } from "../../config.ts";
import type { ConnectionSettings } from "./settings.ts";

export interface Line {
  /**
   * Ends once it is known whether 企业微信 lets the bot in, or that it is out of reach, which is tried again.
   *
   * @throws ConfigError where it does not let the bot in
   */
  open(): Promise<void>;
  close(): void;
  /** Answers a frame. @throws LineError where it was not taken */
  reply(frame: WsFrame, body: object, command: string): Promise<void>;
  /** Says something by itself. @param chat a group's, or a member's own @throws LineError where it was not taken */
  push(chat: string, body: object): Promise<void>;
  /** @throws LineError where the line is not there within so long */
  untilOpen(patienceMs: number): Promise<void>;
}

/** 没发出去 */
export class LineError extends Error {
  override readonly name = "LineError";
  /** Of 企业微信; absent where it did not say. */
  readonly code: number | undefined;

  constructor(message: string, code?: number) {
    super(message);
    this.code = code;
  }
}

export interface LineOptions {
  readonly settings: ConnectionSettings;
  readonly log: (line: string) => void;
  /** Messages and events alike. */
  readonly onFrame: (frame: WsFrame) => void;
  /** How long to wait before each try after 企业微信 has hung up on purpose; the last again and again. */
  readonly rests?: readonly number[];
}

const MINUTE_MS = 60_000;
/** 企业微信 keeps one line a bot: the newest. Two servers that both came back at once would hang each other up for ever. */
const RESTS_MS = [1, 2, 5, 10].map((minutes) => minutes * MINUTE_MS);
/** After so long on the line the rests begin anew. */
const SETTLED_MS = 60 * MINUTE_MS;
/** The start waits no longer for a network that does not answer. */
const FIRST_MS = 5_000;
/** Bytes; 100,000 characters fit, even escaped. */
const LARGEST_FRAME = 1_000_000;
const HANDSHAKE_MS = 10_000;

/** Its own would write down what people say. */
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export function createLine({ settings, log, onFrame, rests = RESTS_MS }: LineOptions): Line {
  let client: WSClient | undefined;
  let isOpen = false;
  let openedAt = 0;
  let rested = 0;
  let resting: ReturnType<typeof setTimeout> | undefined;
  let lastTrouble = "";
  const waiting = new Set<() => void>();

  const onOpen = () => {
    isOpen = true;
    openedAt = Date.now();
    lastTrouble = "";
    log("aibot: on the line");
    for (const wake of waiting) wake();
    waiting.clear();
  };
  const onLost = (reason: string) => {
    if (isOpen) log(`aibot: the line is lost (${reason}), and tried again`);
    isOpen = false;
  };
  /** Every try may fail alike, for days. */
  const tell = (trouble: string) => {
    if (trouble !== lastTrouble) log(`aibot: ${trouble}`);
    lastTrouble = trouble;
  };
  const rest = (why: string) => {
    if (Date.now() - openedAt > SETTLED_MS) rested = 0;
    const ms = rests[Math.min(rested, rests.length - 1)] ?? MINUTE_MS;
    rested += 1;
    isOpen = false;
    log(`error aibot: ${why} The next try is in ${Math.round(ms / 1000)} s.`);
    clearTimeout(resting);
    resting = setTimeout(() => {
      client?.disconnect();
      client?.connect();
    }, ms).unref();
  };
  const sent = async (sending: Promise<WsFrame> | undefined): Promise<void> => {
    if (!sending) throw new LineError("The line is not open.");
    try {
      await sending;
    } catch (refusal) {
      throw lineErrorOf(refusal);
    }
  };
  const first = (opening: WSClient) =>
    new Promise<void>((resolve, reject) => {
      opening.once("authenticated", resolve);
      opening.once("error", (error) => {
        if (isRefusal(error)) reject(new ConfigError(refusalOf(error), { cause: error }));
        else resolve();
      });
      setTimeout(resolve, FIRST_MS).unref();
    });

  return {
    open: async () => {
      const { WSClient } = await import("@wecom/aibot-node-sdk");
      const opening = new WSClient({
        botId: settings.botId,
        secret: settings.secret,
        wsUrl: settings.wsUrl,
        wsOptions: { maxPayload: LARGEST_FRAME, handshakeTimeout: HANDSHAKE_MS },
        maxReconnectAttempts: -1,
        logger: SILENT,
      });
      client = opening;
      opening.on("authenticated", onOpen);
      opening.on("disconnected", onLost);
      opening.on("message", onFrame);
      opening.on("event", (frame) => {
        if (frame.body?.event?.eventtype === "disconnected_event")
          rest("Another server took the line over with the same AIBOT_BOT_ID; run one server only.");
        else onFrame(frame);
      });
      opening.on("error", (error) => {
        if (isGivenUp(error)) rest("企业微信 does not let the bot in; check AIBOT_BOT_ID and AIBOT_SECRET.");
        else if (!isRefusal(error)) tell(error.message);
      });
      opening.connect();
      await first(opening).catch((error: unknown) => {
        opening.disconnect();
        throw error;
      });
      if (!isOpen) log(`aibot: ${settings.wsUrl} is out of reach so far, and tried again`);
    },
    close: () => {
      clearTimeout(resting);
      isOpen = false;
      client?.disconnect();
      client = undefined;
    },
    reply: (frame, body, command) => sent(client?.reply(frame, body, command)),
    push: (chat, body) => sent(client?.sendMessage(chat, body as Parameters<WSClient["sendMessage"]>[1])),
    untilOpen: async (patienceMs) => {
      if (isOpen) return;
      const opened = new Promise<void>((resolve) => {
        waiting.add(resolve);
      });
      await Promise.race([opened, sleep(patienceMs, undefined, { ref: false })]);
      if (!isOpen) throw new LineError("The line did not come back in time.");
    },
  };
}

/** The secret is wrong, or the bot is gone; the library tries a few times more. */
function isRefusal({ message }: Error): boolean {
  return message.startsWith("Authentication failed");
}

/** The library tries no more. */
function isGivenUp(error: Error): boolean {
  return "code" in error && error.code === "WS_AUTH_FAILURE_EXHAUSTED";
}

function refusalOf({ message }: Error): string {
  return `企业微信 does not let the bot in (${message}). Copy AIBOT_BOT_ID and AIBOT_SECRET again: 管理后台 → 安全与管理 → 管理工具 → 智能机器人 → API模式 → 使用长连接.`;
}

/** The library throws what 企业微信 answered, or an error of its own. */
function lineErrorOf(refusal: unknown): LineError {
  if (refusal instanceof Error) return new LineError(refusal.message);
  const { errcode, errmsg } = refusal as WsFrame;
  return new LineError(`企业微信 refuses it: ${errmsg} (${errcode})`, errcode);
}
