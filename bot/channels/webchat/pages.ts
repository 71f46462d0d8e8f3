/** 页面：the chat page, the widget's script and what they load. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Hono } from "hono";
import { type Notice, packageRoot } from "../../../knowledge/index.ts";
import { type Assets, createAssets, readBundle, scriptOf } from "../../assets.ts";
import type { WebSettings } from "../../web-settings.ts";
import { wording } from "../../wording.ts";
import type { Given } from "./protocol.ts";

export interface Pages {
  readonly routes: Hono;
  readonly assets: Assets;
}

export function createPages({ measuresTitle, documentNumber }: Notice, { widgetSites }: WebSettings): Pages {
  const css = readBundle("widget/chat.css");
  const words = { ...wording.page, basis: wording.basis(measuresTitle, documentNumber) };
  const page: Given = { words };
  const widget: Given = { ...page, css, ...(widgetSites && { sites: widgetSites }) };
  const loaded = createAssets([
    { path: "/chat.js", type: "text/javascript", body: scriptOf("widget/page.js", page) },
    { path: "/embed.js", type: "text/javascript", body: scriptOf("widget/embed.js", widget), isShared: true },
    { path: "/chat.css", type: "text/css", body: css, isShared: true },
    { path: "/card.js", type: "text/javascript", body: readBundle("card/card.js") },
    { path: "/card.css", type: "text/css", body: readBundle("card/card.css") },
    { path: "/icon.svg", type: "image/svg+xml", body: sourceOf("icon.svg") },
  ]);
  const html = createAssets([
    { path: "/", type: "text/html", body: filled(sourceOf("index.html"), words, loaded.urlOf) },
  ]);
  const routes = new Hono().route("/", loaded.routes).route("/", html.routes);
  return { routes, assets: loaded };
}

function sourceOf(name: string): string {
  return readFileSync(join(packageRoot(), "bot", "web", "widget", name), "utf8");
}

/** {{/chat.js}}: an address with its version. {{title}}: a sentence the client signs. */
function filled(
  template: string,
  sentences: Readonly<Record<string, unknown>>,
  urlOf: (path: string) => string,
): string {
  return template.replace(/\{\{([^}]+)\}\}/gu, (_, name: string) =>
    name.startsWith("/") ? urlOf(name) : escaped(String(sentences[name])),
  );
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
