/** WebSockets of the channels that have them; their routes say who may open one. */
import type { WebSocketServerLike } from "@hono/node-server";
import { WebSocketServer } from "ws";

/** Bytes a client may send at once; it has only to say that it is there. */
const LARGEST_FRAME = 4_096;

export function createWebSocketServer(): WebSocketServerLike {
  const server = new WebSocketServer({ noServer: true, maxPayload: LARGEST_FRAME });
  // The two libraries disagree only about whether what is optional may be undefined.
  return server as WebSocketServerLike;
}
