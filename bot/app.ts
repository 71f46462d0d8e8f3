/** The server as a value: routes, headers, the one handler of what escapes. `main.ts` makes it listen. */
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { createCards } from "./card/index.ts";
import type { Channel } from "./channels/channel.ts";
import { createWebchat } from "./channels/webchat/index.ts";
import { openApi } from "./channels/webchat/openapi.ts";
import { createPages } from "./channels/webchat/pages.ts";
import type { Desk } from "./handle-turn.ts";
import { createMetricsRoute } from "./metrics-route.ts";
import { StoreError } from "./store/index.ts";
import { defaultWebSettings, type WebSettings } from "./web-settings.ts";
import { wording } from "./wording.ts";

export function createApp(
  desk: Desk,
  log: (line: string) => void = () => {},
  channels: readonly Channel[] = [],
  web: WebSettings = defaultWebSettings,
): Hono {
  const app = new Hono();
  app.use(
    secureHeaders({
      // A page may be stricter, and what other sites load is said to be so.
      overwrite: false,
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", "blob:"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
      },
    }),
  );
  app.get("/healthz", (c) => c.text("ok"));
  app.get("/readyz", async (c) => {
    const { knowledge, versions } = desk.services;
    await desk.store.ready();
    return c.json({ documentNumber: knowledge.notice.documentNumber, ...versions });
  });
  const description = openApi(desk.services.versions.program);
  app.get("/openapi.json", (c) => c.json(description));
  app.route("/", createMetricsRoute(desk, web));
  app.route("/", createWebchat(desk, web));
  for (const { name, routes } of channels) if (routes) app.route(`/channels/${name}`, routes);

  const pages = createPages(desk.services.knowledge.notice, web);
  app.route("/", pages.routes);
  app.route("/", createCards(desk, web, pages.assets));
  app.onError((error, c) => {
    log(`error ${c.req.method} ${c.req.routePath}: ${error.stack ?? error.message}`);
    const code = error instanceof StoreError ? error.code : "internal";
    desk.metrics?.error(code);
    if (error instanceof StoreError)
      return c.json({ error: { code, message: wording.store[error.code] } }, 503);
    return c.json({ error: { code, message: wording.serverError } }, 500);
  });
  return app;
}
