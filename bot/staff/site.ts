/** 网址：where browsers reach this server. */
import type { Context } from "hono";
import { ownOrigin } from "../client-address.ts";

export interface Site {
  /** The address browsers reach this server under; that of the request where it is absent. */
  readonly publicUrl?: string;
  /** How many proxies of ours stand before the server. */
  readonly trustedProxies: number;
}

/** Scheme, host and port, as browsers name where a page comes from. */
export function originOf(c: Context, site: Site): string {
  return new URL(ownOrigin(c, site)).origin;
}

export function isSecure(c: Context, site: Site): boolean {
  return originOf(c, site).startsWith("https:");
}
