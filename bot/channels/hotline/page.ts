/** The page `/console` with its sentences filled in; what else it says comes along as data. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../../knowledge/index.ts";
import { type Assets, createAssets, readBundle } from "../../assets.ts";
import type { Desk } from "../../handle-turn.ts";
import { wording } from "../../wording.ts";
import type { ConsolePage } from "./protocol.ts";

/** What the page loads. */
export function consoleAssets(): Assets {
  return createAssets([
    { path: "/console.js", type: "text/javascript", body: readBundle("console/main.js") },
    { path: "/console.css", type: "text/css", body: readBundle("console/style.css") },
  ]);
}

export function consolePage({ services }: Desk, sso: boolean, { urlOf }: Assets): string {
  const { documentNumber, clauses } = services.knowledge.notice;
  const data: ConsolePage = {
    wording: wording.console,
    documentNumber,
    clauses: clauses.map(({ id, title }) => ({ id, title })),
    sso,
  };
  return readFileSync(join(packageRoot(), "bot", "web", "console", "index.html"), "utf8")
    .replaceAll("{{title}}", wording.console.title)
    .replaceAll("{{skip}}", wording.console.skip)
    .replace(/\{\{(?<path>\/[^}]+)\}\}/gu, (_, path: string) => urlOf(path))
    .replace("<!-- data -->", () => `<script type="application/json" id="data">${asData(data)}</script>`);
}

/** JSON that cannot end the element it stands in. */
function asData(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
