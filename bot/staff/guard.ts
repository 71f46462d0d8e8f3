/** 门禁：who may ask what of the console's API. */
import type { Context, MiddlewareHandler } from "hono";
import { createMiddleware } from "hono/factory";
import type { Desk } from "../handle-turn.ts";
import { wording } from "../wording.ts";
import { sessionCookie } from "./cookies.ts";
import { type Area, ROLES_OF, type Role } from "./roles.ts";
import { isCsrfToken, memberOf, type StaffMember, type StaffSessionLimits } from "./sessions.ts";
import { originOf, type Site } from "./site.ts";

/** What a handler behind `signedIn` finds in its context: `c.get("staff")`. */
export interface StaffEnv {
  readonly Variables: { readonly staff: StaffMember };
}

const SAFE: ReadonlySet<string> = new Set(["GET", "HEAD"]);

/** What the page asks by itself carries this header; it keeps no session alive. */
const BY_ITSELF = "x-mingbai-by-itself";
const CSRF = "x-mingbai-csrf";

/** Lets through who is signed in; what changes something must come from our own page. */
export function signedIn(desk: Desk, site: Site, limits: StaffSessionLimits): MiddlewareHandler<StaffEnv> {
  return createMiddleware<StaffEnv>(async (c, next) => {
    const token = sessionCookie(c, site);
    const isActive = c.req.header(BY_ITSELF) === undefined;
    const member = token === undefined ? undefined : await memberOf(token, isActive, limits, desk);
    if (token === undefined || member === undefined) return refused(c, 401, "signed_out");
    const isUnsafe = !SAFE.has(c.req.method);
    if (isUnsafe && !(isFromOurPage(c, site) && isCsrfToken(c.req.header(CSRF), token)))
      return refused(c, 403, "stale_page");
    c.set("staff", member);
    return next();
  });
}

export function requireRole(...roles: readonly Role[]): MiddlewareHandler<StaffEnv> {
  return createMiddleware<StaffEnv>(async (c, next) => {
    return roles.includes(c.get("staff").role) ? next() : refused(c, 403, "forbidden");
  });
}

export function requireArea(area: Area): MiddlewareHandler<StaffEnv> {
  return requireRole(...ROLES_OF[area]);
}

/** Browsers say where a request that changes something comes from. */
export function isFromOurPage(c: Context, site: Site): boolean {
  const from = c.req.header("sec-fetch-site");
  return c.req.header("origin") === originOf(c, site) && (from === undefined || from === "same-origin");
}

export function refused(
  c: Context,
  status: 400 | 401 | 403 | 404 | 409 | 413 | 429,
  code: keyof typeof wording.console.errors,
) {
  return c.json({ error: { code, message: wording.console.errors[code] } }, status);
}
