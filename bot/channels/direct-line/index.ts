/** Direct Line 3.0, as much as Web Chat and botframework-directlinejs need, without Azure. */
import { randomBytes } from "node:crypto";
import { upgradeWebSocket } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { WebSocket } from "ws";
import { z } from "zod";
import { wording } from "../../wording.ts";
import type { Channel, Surroundings } from "../channel.ts";
import { createConversations, postedSchema } from "./conversation.ts";
import type { DirectLineSettings } from "./settings.ts";
import { createStreams, type Pace } from "./streams.ts";
import { type Bearer, createTokens, NotAllowed, TOKEN_SECONDS } from "./tokens.ts";
import { createTranscript, watermarkOf } from "./transcript.ts";

const BASE = "/channels/direct-line/v3/directline";
/** Bytes; 100,000 characters fit, even escaped. */
const LARGEST_BODY = 800_000;
/** Who has no name of his own in the token. */
const ANYBODY = "owner";

const startSchema = z.object({ user: z.object({ id: z.string().min(1).max(200) }).optional() }).catch({});

/** @param pace how often it looks what other servers wrote, and who is still there */
export function createDirectLine(
  settings: DirectLineSettings,
  { desk, log }: Surroundings,
  pace?: Pace,
): Channel {
  const tokens = createTokens(settings.secrets, desk.now);
  const transcript = createTranscript(desk);
  const streams = createStreams(transcript, desk, log, pace);
  const conversations = createConversations(desk, { transcript, streams, cards: settings.cards });

  const granted = async (c: Context, conversation: string, user?: string) => ({
    conversationId: conversation,
    token: await tokens.issue(conversation, user),
    expires_in: TOKEN_SECONDS,
    streamUrl: streamUrl(c, settings.publicUrl, conversation, await tokens.issueStream(conversation)),
  });
  /** @throws NotAllowed where the conversation in the address is another's */
  const admitted = async (c: Context): Promise<{ readonly conversation: string; readonly user?: string }> => {
    const bearer = await tokens.read(c.req.header("authorization"));
    const conversation = c.req.param("conversation") ?? "";
    return { conversation, ...userOf(bearer, conversation) };
  };

  const routes = new Hono().basePath("/v3/directline");
  routes.use(
    cors({
      origin: [...settings.origins],
      allowMethods: ["GET", "POST"],
      allowHeaders: ["authorization", "content-type", "x-ms-bot-agent", "x-requested-with"],
      maxAge: 600,
    }),
  );
  routes.use(
    bodyLimit({
      maxSize: LARGEST_BODY,
      onError: (c) => c.json(failure("MessageSizeTooBig", wording.tooLarge), 413),
    }),
  );

  routes.post("/tokens/generate", async (c) => {
    const bearer = await tokens.read(c.req.header("authorization"));
    if (bearer.kind !== "secret")
      throw new NotAllowed(403, "BadArgument", "Tokens are made with the secret.");
    const { user } = startSchema.parse(await jsonOf(c));
    const { streamUrl: _later, ...token } = await granted(c, newConversation(), user?.id);
    return c.json(token);
  });

  routes.post("/tokens/refresh", async (c) => {
    const bearer = await tokens.read(c.req.header("authorization"));
    if (bearer.kind !== "token") throw new NotAllowed(403, "BadArgument", "Only a token can be refreshed.");
    const { streamUrl: _later, ...token } = await granted(c, bearer.conversation, bearer.user);
    return c.json(token);
  });

  routes.post("/conversations", async (c) => {
    const bearer = await tokens.read(c.req.header("authorization"));
    const { user } = startSchema.parse(await jsonOf(c));
    const conversation = bearer.kind === "token" ? bearer.conversation : newConversation();
    const isNew = !(await transcript.has(conversation));
    await conversations.begin(conversation);
    const name = bearer.kind === "token" ? bearer.user : user?.id;
    return c.json(await granted(c, conversation, name), isNew ? 201 : 200);
  });

  routes.get("/conversations/:conversation", async (c) => {
    const { conversation, user } = await admitted(c);
    if (!(await transcript.has(conversation))) return c.json(notFound(), 404);
    return c.json(await granted(c, conversation, user));
  });

  routes.get("/conversations/:conversation/activities", async (c) => {
    const { conversation } = await admitted(c);
    if (!(await transcript.has(conversation))) return c.json(notFound(), 404);
    return c.json(await transcript.after(conversation, watermarkOf(c.req.query("watermark"))));
  });

  routes.post("/conversations/:conversation/activities", async (c) => {
    const { conversation, user } = await admitted(c);
    if (!(await transcript.has(conversation))) return c.json(notFound(), 404);
    const posted = postedSchema.safeParse(await jsonOf(c));
    if (!posted.success) return c.json(failure("BadArgument", "Not an activity."), 400);
    if (!(await conversations.mayPost(conversation))) return tooMany(c);
    return c.json({
      id: await conversations.post(conversation, posted.data, user ?? posted.data.from?.id ?? ANYBODY),
    });
  });

  routes.post("/conversations/:conversation/upload", async (c) => {
    const { conversation } = await admitted(c);
    if (!(await transcript.has(conversation))) return c.json(notFound(), 404);
    if (!(await conversations.mayPost(conversation))) return tooMany(c);
    await conversations.refuseUpload(conversation);
    return c.json(failure("NotSupported", wording.activity.unreadable), 415);
  });

  routes.get(
    "/conversations/:conversation/stream",
    async (c, next) => {
      const conversation = await tokens.readStream(c.req.query("t"));
      if (conversation !== c.req.param("conversation") || !isOurOrigin(c, settings))
        throw new NotAllowed(403, "BadArgument", "The stream is another's.");
      return streams.mayOpen(conversation) ? next() : tooMany(c);
    },
    upgradeWebSocket((c) => {
      const conversation = c.req.param("conversation") ?? "";
      const watermark = watermarkOf(c.req.query("watermark"));
      return {
        onOpen: (_event, { raw: socket }) => {
          if (!(socket instanceof WebSocket)) return;
          socket.on("pong", () => streams.alive(socket));
          socket.on("message", () => streams.alive(socket));
          socket.on("close", () => streams.closed(socket));
          streams.open(socket, conversation, watermark);
        },
      };
    }),
  );
  routes.onError((error, c) => {
    if (error instanceof NotAllowed) return c.json(failure(error.code, error.message), error.status);
    throw error;
  });
  return {
    name: "direct-line",
    routes,
    send: conversations.send,
    start: async () => streams.start(),
    stop: async () => streams.stop(),
  };
}

/** Not to be guessed: whoever has the secret may name any. */
function newConversation(): string {
  return randomBytes(18).toString("base64url");
}

function jsonOf(c: Context): Promise<unknown> {
  return c.req.json().catch(() => undefined);
}

/** @throws NotAllowed */
function userOf(bearer: Bearer, conversation: string): { readonly user?: string } {
  if (bearer.kind === "secret") return {};
  if (bearer.conversation !== conversation)
    throw new NotAllowed(403, "BadArgument", "The token is for another conversation.");
  return bearer.user === undefined ? {} : { user: bearer.user };
}

/** Browsers tell where a page is from; they ask for a stream without asking whether they may. */
function isOurOrigin(c: Context, { origins, publicUrl }: DirectLineSettings): boolean {
  const origin = c.req.header("origin");
  if (origin === undefined || origin === publicUrl || origins.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === c.req.header("host");
}

function streamUrl(c: Context, publicUrl: string | undefined, conversation: string, token: string): string {
  const url = new URL(`${BASE}/conversations/${conversation}/stream`, publicUrl ?? c.req.url);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.search = new URLSearchParams({
    watermark: String(watermarkOf(c.req.query("watermark"))),
    t: token,
  }).toString();
  return url.href;
}

function tooMany(c: Context): Response {
  return c.json(failure("TooManyRequests", wording.store.busy), 429, { "retry-after": "60" });
}

function notFound() {
  return failure("ConversationNotFound", "There is no such conversation, or it was deleted.");
}

function failure(code: string, message: string) {
  return { error: { code, message } };
}
