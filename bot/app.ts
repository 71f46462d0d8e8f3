/** The server as a value: routes, headers, the one handler of what escapes. `main.ts` makes it listen. */
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { createCards } from "./card/index.ts";
import type { Channel } from "./channels/channel.ts";
import { createHotline } from "./channels/hotline/index.ts";
import { createWebchat } from "./channels/webchat/index.ts";
import { openApi } from "./channels/webchat/openapi.ts";
import { createPages } from "./channels/webchat/pages.ts";
import type { Desk } from "./handle-turn.ts";
import { createMetricsRoute } from "./metrics-route.ts";
import type { SingleSignOn } from "./staff/oidc.ts";
import { DEFAULT_STAFF_SETTINGS, type StaffSettings } from "./staff/settings.ts";
import { StoreError } from "./store/index.ts";
import { defaultWebSettings, type WebSettings } from "./web-settings.ts";
import { wording } from "./wording.ts";

/** Of the web, and of the staff's console. */
export interface AppSettings extends Partial<WebSettings> {
  readonly staff?: StaffSettings;
  /** The organisation's own sign-in. */
  readonly sso?: SingleSignOn;
}

export function createApp(
  desk: Desk,
  log: (line: string) => void = () => {},
  channels: readonly Channel[] = [],
  settings: AppSettings = {},
): Hono {
  const { staff = DEFAULT_STAFF_SETTINGS, sso, ...over } = settings;
  const web = { ...defaultWebSettings, ...over };
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
  const senders = new Map(channels.flatMap(({ name, send }) => (send ? [[name, send] as const] : [])));
  app.route("/", createHotline(desk, log, { staff, site: web, ...(sso && { sso }) }, senders));
  for (const { name, routes, alias } of channels) {
    if (!routes) continue;
    app.route(`/channels/${name}`, routes);
    if (alias !== undefined) app.route(alias, routes);
  }

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
