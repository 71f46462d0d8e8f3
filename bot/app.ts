/** The server as a value: routes, headers, the one handler of what escapes. `main.ts` makes it listen. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { packageRoot } from "../knowledge/index.ts";
import type { Channel } from "./channels/channel.ts";
import { createHotline, DEFAULT_HOTLINE, type HotlineOptions } from "./channels/hotline/index.ts";
import { createWebchat } from "./channels/webchat/index.ts";
import type { Desk } from "./handle-turn.ts";
import { StoreError } from "./store/index.ts";
import { wording } from "./wording.ts";

/** What the page needs; scripts are bundled from `bot/web` by the build. */
const ASSETS = [
  {
    path: "/chat.js",
    file: join("dist", "bot", "web", "widget", "main.js"),
    type: "text/javascript; charset=utf-8",
  },
  { path: "/style.css", file: join("bot", "web", "widget", "style.css"), type: "text/css; charset=utf-8" },
  {
    path: "/console.js",
    file: join("dist", "bot", "web", "console", "main.js"),
    type: "text/javascript; charset=utf-8",
  },
  {
    path: "/console.css",
    file: join("dist", "bot", "web", "console", "style.css"),
    type: "text/css; charset=utf-8",
  },
  { path: "/icon.svg", file: join("bot", "web", "widget", "icon.svg"), type: "image/svg+xml" },
];

export function createApp(
  desk: Desk,
  log: (line: string) => void = () => {},
  channels: readonly Channel[] = [],
  hotline: HotlineOptions = DEFAULT_HOTLINE,
): Hono {
  const app = new Hono();
  app.use(
    secureHeaders({
      // A page may be stricter.
      overwrite: false,
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
        objectSrc: ["'none'"],
      },
    }),
  );
  app.get("/healthz", (c) => c.text("ok"));
  app.get("/readyz", async (c) => {
    const { knowledge, versions } = desk.services;
    await desk.store.ready();
    return c.json({ documentNumber: knowledge.notice.documentNumber, ...versions });
  });
  app.route("/", createWebchat(desk));
  const senders = new Map(channels.flatMap(({ name, send }) => (send ? [[name, send] as const] : [])));
  app.route("/", createHotline(desk, log, hotline, senders));
  for (const { name, routes, alias } of channels) {
    if (!routes) continue;
    app.route(`/channels/${name}`, routes);
    if (alias !== undefined) app.route(alias, routes);
  }

  const page = pageOf(readFileSync(join(packageRoot(), "bot", "web", "widget", "index.html"), "utf8"));
  app.get("/", (c) => c.html(page));
  for (const { path, file, type } of ASSETS) {
    app.get(path, (c) =>
      c.body(readFileSync(join(packageRoot(), file), "utf8"), 200, { "content-type": type }),
    );
  }
  app.onError((error, c) => {
    log(`error ${c.req.method} ${c.req.path}: ${error.stack ?? error.message}`);
    if (error instanceof StoreError)
      return c.json({ error: { code: error.code, message: wording.store[error.code] } }, 503);
    return c.json({ error: { code: "internal", message: wording.serverError } }, 500);
  });
  return app;
}

/** Fills the page's sentences in from the wording the client signs. */
function pageOf(template: string): string {
  const { examples, ...sentences } = wording.page;
  const buttons = examples
    .map((example) => `<button type="button" class="example">${example}</button>`)
    .join("\n        ");
  return Object.entries({ ...sentences, greeting: wording.greeting, examples: buttons }).reduce(
    (page, [name, sentence]) => page.replaceAll(`{{${name}}}`, sentence),
    template,
  );
}
