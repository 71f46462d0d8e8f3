/** The cookie that holds the session's token. */
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { isSecure, type Site } from "./site.ts";

const NAME = "mingbai-staff";

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

function attributesOf(c: Context, site: Site) {
  const secure = isSecure(c, site);
  return { path: "/", httpOnly: true, secure, ...(secure && { prefix: "host" as const }) };
}

function prefixOf(c: Context, site: Site): "host" | undefined {
  return isSecure(c, site) ? "host" : undefined;
}
