/** Cookies: the session's token; and what a sign-in elsewhere must come back with. */
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { isSecure, type Site } from "./site.ts";

const NAME = "mingbai-staff";
const PENDING = "mingbai-sso";
const PENDING_SECONDS = 600;

/** With the prefix no other host of the domain can set it, and no other path. */
export function sessionCookie(c: Context, site: Site): string | undefined {
  return getCookie(c, NAME, prefixOf(c, site));
}

export function setSessionCookie(c: Context, site: Site, token: string): void {
  setCookie(c, NAME, token, { ...attributesOf(c, site), sameSite: "Strict" });
}

export function dropSessionCookie(c: Context, site: Site): void {
  deleteCookie(c, NAME, attributesOf(c, site));
}

export function pendingCookie(c: Context, site: Site): string | undefined {
  return getCookie(c, PENDING, prefixOf(c, site));
}

/** Lax: it comes back with a step from another site. */
export function setPendingCookie(c: Context, site: Site, pending: string): void {
  setCookie(c, PENDING, pending, {
    ...attributesOf(c, site),
    sameSite: "Lax",
    maxAge: PENDING_SECONDS,
  });
}

export function dropPendingCookie(c: Context, site: Site): void {
  deleteCookie(c, PENDING, attributesOf(c, site));
}

function attributesOf(c: Context, site: Site) {
  const secure = isSecure(c, site);
  return { path: "/", httpOnly: true, secure, ...(secure && { prefix: "host" as const }) };
}

function prefixOf(c: Context, site: Site): "host" | undefined {
  return isSecure(c, site) ? "host" : undefined;
}
