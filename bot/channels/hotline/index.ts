/** 坐席台：the page `/console` and its API, `/api/console`. */
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import { secureHeaders } from "hono/secure-headers";
import type { Desk } from "../../handle-turn.ts";
import type { Send } from "../../handover.ts";
import { refused, type StaffEnv, signedIn } from "../../staff/guard.ts";
import { DEFAULT_STAFF_SETTINGS, type StaffSettings } from "../../staff/settings.ts";
import type { Site } from "../../staff/site.ts";
import { createCallRoutes } from "./call-routes.ts";
import { consolePage } from "./page.ts";
import { createQueueRoutes } from "./queue-routes.ts";
import { createSessionRoutes } from "./session-routes.ts";

export interface HotlineOptions {
  readonly staff: StaffSettings;
  readonly site: Site;
}

export const DEFAULT_HOTLINE: HotlineOptions = { staff: DEFAULT_STAFF_SETTINGS, site: { trustProxy: false } };

/** Bytes of a request body. */
const LARGEST_BODY = 200_000;

/** Nobody frames the console, nothing of it is kept by a proxy or the browser. */
const strict = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", "data:"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: "DENY",
});

const uncached = createMiddleware(async (c, next) => {
  await next();
  c.header("cache-control", "no-store");
});

/** @param senders by channel, of those through which a person's words go out */
export function createHotline(
  desk: Desk,
  { staff, site }: HotlineOptions = DEFAULT_HOTLINE,
  senders: ReadonlyMap<string, Send> = new Map(),
): Hono {
  const app = new Hono();
  app.use("/console", strict, uncached);
  app.use(
    "/api/console/*",
    strict,
    uncached,
    bodyLimit({ maxSize: LARGEST_BODY, onError: (c) => refused(c, 413, "too_large") }),
  );
  app.get("/console", (c) => c.html(consolePage(desk, staff)));
  app.route("/api/console", createSessionRoutes(desk, staff, site));

  const guarded = new Hono<StaffEnv>();
  guarded.use(signedIn(desk, site, staff));
  guarded.route("/", createCallRoutes(desk));
  guarded.route("/", createQueueRoutes(desk, senders));
  app.route("/api/console", guarded);
  return app;
}
