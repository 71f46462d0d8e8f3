/** 网址：where browsers reach this server, and who is asking. */
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";

export interface Site {
  /** Scheme and host as browsers see them; as asked for where it is absent. */
  readonly publicUrl?: string;
  /** A proxy in front says who asked and by which scheme. */
  readonly trustProxy: boolean;
}

export function originOf(c: Context, { publicUrl, trustProxy }: Site): string {
  if (publicUrl !== undefined) return new URL(publicUrl).origin;
  const url = new URL(c.req.url);
  const scheme = trustProxy ? lastOf(c.req.header("x-forwarded-proto")) : undefined;
  const host = trustProxy ? lastOf(c.req.header("x-forwarded-host")) : undefined;
  return `${scheme ?? url.protocol.replace(":", "")}://${host ?? url.host}`;
}

export function isSecure(c: Context, site: Site): boolean {
  return originOf(c, site).startsWith("https:");
}

/** The nearest address that is not ours. */
export function addressOf(c: Context, { trustProxy }: Site): string {
  const forwarded = trustProxy ? lastOf(c.req.header("x-forwarded-for")) : undefined;
  return forwarded ?? connectedFrom(c) ?? "";
}

/** Absent where no socket is behind the request. */
function connectedFrom(c: Context): string | undefined {
  const { incoming } = (c.env ?? {}) as { incoming?: unknown };
  return incoming === undefined ? undefined : getConnInfo(c).remote.address;
}

/** A proxy adds at the end; what stands before it anyone may have written. */
function lastOf(header: string | undefined): string | undefined {
  return header?.split(",").at(-1)?.trim() || undefined;
}
