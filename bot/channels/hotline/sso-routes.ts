/** 单位账号登录：to the organisation's server and back. */
import { Hono } from "hono";
import { z } from "zod";
import type { Desk } from "../../handle-turn.ts";
import { accountFor } from "../../staff/accounts.ts";
import {
  dropPendingCookie,
  pendingCookie,
  sessionCookie,
  setPendingCookie,
  setSessionCookie,
} from "../../staff/cookies.ts";
import type { Pending, SingleSignOn } from "../../staff/oidc.ts";
import { isRole } from "../../staff/roles.ts";
import { openSession } from "../../staff/sessions.ts";
import { originOf, type Site } from "../../staff/site.ts";

const CALLBACK = "/api/console/sso/callback";

const pendingSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
}) satisfies z.ZodType<Pending>;

export function createSsoRoutes(
  desk: Desk,
  site: Site,
  sso: SingleSignOn,
  log: (line: string) => void,
): Hono {
  const app = new Hono();

  app.get("/sso", async (c) => {
    try {
      const { address, pending } = await sso.begin(`${originOf(c, site)}${CALLBACK}`);
      setPendingCookie(c, site, JSON.stringify(pending));
      return c.redirect(address.href);
    } catch (error) {
      log(`error sso: the server at OIDC_ISSUER did not say where to sign in: ${reasonOf(error)}`);
      return c.redirect("/console?sso=failed");
    }
  });

  app.get("/sso/callback", async (c) => {
    const pending = pendingSchema.safeParse(parsed(pendingCookie(c, site)));
    dropPendingCookie(c, site);
    if (!pending.success) return c.redirect("/console?sso=failed");
    try {
      const came = new URL(`${originOf(c, site)}${CALLBACK}${new URL(c.req.url).search}`);
      const vouched = await sso.finish(came, pending.data);
      if (vouched === "no-role") return c.redirect("/console?sso=no-role");
      const account = await accountFor(vouched, desk);
      if (!account || !isRole(account.role)) return c.redirect("/console?sso=disabled");
      const { login, name, role } = account;
      setSessionCookie(c, site, await openSession({ login, name, role }, sessionCookie(c, site), desk));
      return c.redirect("/console");
    } catch (error) {
      log(`error sso: ${reasonOf(error)}`);
      return c.redirect("/console?sso=failed");
    }
  });
  return app;
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

/** Neither code nor token stands in it. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : "";
  return `${error.message}${cause}`;
}
