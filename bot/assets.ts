/** 静态资源：read and pressed together once, at the start. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { constants, gzipSync } from "node:zlib";
import { type Context, Hono } from "hono";
import { packageRoot } from "../knowledge/index.ts";

export interface Asset {
  /** As in its address. */
  readonly path: string;
  readonly type: "text/javascript" | "text/css" | "image/svg+xml" | "text/html";
  readonly body: string;
  /** Other sites load it too. */
  readonly isShared?: true;
}

export interface Assets {
  readonly routes: Hono;
  /** With its version, so that a browser asks for it once. */
  urlOf(path: string): string;
}

const YEAR_S = 365 * 24 * 60 * 60;
const SHARED_S = 10 * 60;

export function createAssets(assets: readonly Asset[]): Assets {
  const routes = new Hono();
  const versions = new Map<string, string>();
  for (const asset of assets) {
    const pressed = pressedOf(asset.body);
    versions.set(asset.path, pressed.version);
    routes.get(asset.path, (c) => {
      const isVersioned = c.req.query("v") === pressed.version;
      const unversioned = asset.isShared ? `public, max-age=${SHARED_S}` : "no-cache";
      c.header("cache-control", isVersioned ? `public, max-age=${YEAR_S}, immutable` : unversioned);
      if (asset.isShared) {
        c.header("cross-origin-resource-policy", "cross-origin");
        c.header("access-control-allow-origin", "*");
      }
      return give(c, asset.type, pressed);
    });
  }
  return {
    routes,
    urlOf: (path) => `${path}?v=${versions.get(path) ?? ""}`,
  };
}

/** Built from `bot/web` by `npm run bundle`. @throws Error where it was not */
export function readBundle(name: string): string {
  const file = join(packageRoot(), "dist", "bot", "web", name);
  if (!existsSync(file)) throw new Error(`${file} is not there. Run npm run bundle.`);
  return readFileSync(file, "utf8");
}

/** A script of ours and what it is given; nothing of it is seen by other scripts. */
export function scriptOf(bundle: string, given: object): string {
  return `(()=>{const GIVEN=${JSON.stringify(given)};${readBundle(bundle)}})();`;
}

interface Pressed {
  readonly plain: string;
  readonly gzip: Buffer;
  readonly version: string;
}

export function pressedOf(plain: string): Pressed {
  return {
    plain,
    gzip: gzipSync(plain, { level: constants.Z_BEST_COMPRESSION }),
    version: createHash("sha256").update(plain).digest("hex").slice(0, 16),
  };
}

/** Pressed where the browser can take it; nothing where it has it already. */
function give(c: Context, type: Asset["type"], { plain, gzip, version }: Pressed): Response {
  const tag = `W/"${version}"`;
  c.header("etag", tag);
  c.header("vary", "accept-encoding");
  if (c.req.header("if-none-match")?.includes(tag)) return c.body(null, 304);
  c.header("content-type", `${type}; charset=utf-8`);
  if (!/\bgzip\b/u.test(c.req.header("accept-encoding") ?? "")) return c.body(plain);
  c.header("content-encoding", "gzip");
  return c.body(new Uint8Array(gzip));
}
