/** 坐席台：the page `/console` and its API, `/api/console`. */
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import { secureHeaders } from "hono/secure-headers";
import type { Desk } from "../../handle-turn.ts";
import type { Send } from "../../handover.ts";
import { refused, type StaffEnv, signedIn } from "../../staff/guard.ts";
import type { SingleSignOn } from "../../staff/oidc.ts";
import type { StaffSettings } from "../../staff/settings.ts";
import type { Site } from "../../staff/site.ts";
import { createCallRoutes } from "./call-routes.ts";
import { createFeedbackRoutes } from "./feedback-routes.ts";
import { createFiguresRoutes } from "./figures-routes.ts";
import { consoleAssets, consolePage } from "./page.ts";
import { createPlaygroundRoutes } from "./playground-routes.ts";
import { createQueueRoutes } from "./queue-routes.ts";
import { createReviewRoutes } from "./review-routes.ts";
import { createSessionRoutes } from "./session-routes.ts";
import { createSsoRoutes } from "./sso-routes.ts";

interface HotlineOptions {
  readonly staff: StaffSettings;
  readonly site: Site;
  /** The organisation's own sign-in, where it is configured. */
  readonly sso?: SingleSignOn;
}

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
  log: (line: string) => void,
  { staff, site, sso }: HotlineOptions,
  senders: ReadonlyMap<string, Send>,
): Hono {
  const app = new Hono();
  app.use("/console", strict, uncached);
  app.use(
    "/api/console/*",
    strict,
    uncached,
    bodyLimit({ maxSize: LARGEST_BODY, onError: (c) => refused(c, 413, "too_large") }),
  );
  const assets = consoleAssets();
  app.route("/", assets.routes);
  app.get("/console", (c) => c.html(consolePage(desk, sso !== undefined, assets)));
  app.route("/api/console", createSessionRoutes(desk, staff, site));
  if (sso) app.route("/api/console", createSsoRoutes(desk, site, sso, log));

  const guarded = new Hono<StaffEnv>();
  guarded.use(signedIn(desk, site, staff));
  guarded.route("/", createCallRoutes(desk));
  guarded.route("/", createQueueRoutes(desk, senders));
  guarded.route("/review", createReviewRoutes(desk));
  guarded.route("/feedback", createFeedbackRoutes(desk));
  guarded.route("/playground", createPlaygroundRoutes(desk));
  guarded.route("/", createFiguresRoutes(desk));
  app.route("/api/console", guarded);
  return app;
}
