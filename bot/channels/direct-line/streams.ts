/** 推送: open WebSockets, each told what follows the last number it has seen, whichever server wrote it. */
import type { Desk } from "../../handle-turn.ts";
import type { Transcript } from "./transcript.ts";

/** A WebSocket as `ws` has it. */
export interface Socket {
  readonly readyState: number;
  send(text: string): void;
  ping(): void;
  close(code: number, reason?: string): void;
  terminate(): void;
}

export interface Streams {
  /** False where too many are open. */
  readonly mayOpen: (conversation: string) => boolean;
  readonly open: (socket: Socket, conversation: string, watermark: number) => void;
  readonly closed: (socket: Socket) => void;
  /** It has answered. */
  readonly alive: (socket: Socket) => void;
  /** Something was said. */
  readonly wake: (conversation: string) => void;
  readonly start: () => void;
  readonly stop: () => void;
}

export interface Pace {
  /** How soon what another server wrote is seen. */
  readonly lookMs: number;
  /** A client that has not answered one heartbeat by the next is gone. */
  readonly beatMs: number;
}

interface Stream {
  readonly conversation: string;
  /** The last number sent. */
  seen: number;
  isAlive: boolean;
  /** What is being sent, after what was sent before. */
  telling: Promise<void>;
}

const OPEN = 1;
const GOING_AWAY = 1001;
const MOST_A_CONVERSATION = 4;
const MOST = 5_000;
const PACE: Pace = { lookMs: 1_000, beatMs: 20_000 };

export function createStreams(
  transcript: Transcript,
  { store: { directLine } }: Desk,
  log: (line: string) => void,
  pace: Pace = PACE,
): Streams {
  const streams = new Map<Socket, Stream>();
  const timers: NodeJS.Timeout[] = [];
  const of = (conversation: string) =>
    [...streams].filter(([, stream]) => stream.conversation === conversation);
  const report = (error: unknown) => log(`error direct-line: ${String(error)}`);

  const tellAll = async (socket: Socket, stream: Stream) => {
    while (socket.readyState === OPEN) {
      const { activities, watermark } = await transcript.after(stream.conversation, stream.seen);
      if (activities.length === 0) return;
      socket.send(JSON.stringify({ activities, watermark }));
      stream.seen = Number(watermark);
    }
  };
  const tell = (socket: Socket, stream: Stream) => {
    stream.telling = stream.telling.then(() => tellAll(socket, stream)).catch(report);
  };
  const look = async () => {
    const watched = new Set([...streams.values()].map(({ conversation }) => conversation));
    const newest = await directLine.newest([...watched]);
    for (const [socket, stream] of streams) {
      if ((newest.get(stream.conversation) ?? 0) > stream.seen) tell(socket, stream);
    }
  };
  const beat = () => {
    for (const [socket, stream] of streams) {
      if (!stream.isAlive) {
        socket.terminate();
        continue;
      }
      stream.isAlive = false;
      socket.ping();
      // Direct Line's own sign of life, for clients that are not shown pings.
      socket.send("");
    }
  };
  return {
    mayOpen: (conversation) => streams.size < MOST && of(conversation).length < MOST_A_CONVERSATION,
    open: (socket, conversation, watermark) => {
      const stream = { conversation, seen: watermark, isAlive: true, telling: Promise.resolve() };
      streams.set(socket, stream);
      tell(socket, stream);
    },
    closed: (socket) => void streams.delete(socket),
    alive: (socket) => {
      const stream = streams.get(socket);
      if (stream) stream.isAlive = true;
    },
    wake: (conversation) => {
      for (const [socket, stream] of of(conversation)) tell(socket, stream);
    },
    start: () => {
      timers.push(setInterval(() => void look().catch(report), pace.lookMs));
      timers.push(setInterval(beat, pace.beatMs));
    },
    stop: () => {
      for (const timer of timers.splice(0)) clearInterval(timer);
      for (const socket of streams.keys()) socket.close(GOING_AWAY, "The server is stopping.");
      streams.clear();
    },
  };
}
