/** 来访地址：where a request comes from, as far as it can be believed. */
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";

/** @param trustedProxies how many addresses at the end of X-Forwarded-For were written by proxies of ours */
export function clientAddress(c: Context, trustedProxies: number): string {
  const forwarded = (c.req.header("x-forwarded-for") ?? "").split(",").map((address) => address.trim());
  const told = trustedProxies > 0 ? forwarded.at(-trustedProxies) : undefined;
  return networkOf(told || (socketAddress(c) ?? "unknown"));
}

/** Absent where no socket brought the request. */
function socketAddress(c: Context): string | undefined {
  return c.env?.incoming ? getConnInfo(c).remote.address : undefined;
}

/** One household has 2⁶⁴ addresses of version 6; what counts is their first half. */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/iu, "").replace(/^\[|\](:\d+)?$/gu, "");
  if (!plain.includes(":")) return plain;
  const [head = "", tail] = plain.split("::");
  const groups = head.split(":").filter((group) => group !== "");
  const given = groups.length + (tail ?? "").split(":").filter((group) => group !== "").length;
  const filled = tail === undefined ? groups : [...groups, ...Array.from({ length: 8 - given }, () => "0")];
  return `${filled.slice(0, 4).join(":")}::`;
}

/** The address the page was called by: the setting's, else the request's, as the nearest trusted proxy tells it. */
export function ownOrigin(
  c: Context,
  { publicUrl, trustedProxies }: { readonly publicUrl?: string; readonly trustedProxies: number },
): string {
  if (publicUrl !== undefined) return publicUrl;
  const { protocol, host } = new URL(c.req.url);
  if (trustedProxies === 0) return `${protocol}//${host}`;
  const scheme = c.req.header("x-forwarded-proto")?.split(",").at(-1)?.trim();
  const name = c.req.header("x-forwarded-host")?.split(",").at(-1)?.trim();
  return `${scheme === "https" || scheme === "http" ? `${scheme}:` : protocol}//${name ?? host}`;
}
