/** `GET /card/<receipt>`: the card of an answer, from its receipt alone. */
import { Hono } from "hono";
import type { Assets } from "../assets.ts";
import { clientAddress, ownOrigin } from "../client-address.ts";
import type { Desk } from "../handle-turn.ts";
import { createRateLimit } from "../rate-limit.ts";
import { replay } from "../replay.ts";
import type { WebSettings } from "../web-settings.ts";
import { wording } from "../wording.ts";
import { cardOf } from "./card.ts";
import { cardPage, noCardPage } from "./card-page.ts";

const HOUR_S = 60 * 60;

export function createCards(desk: Desk, settings: WebSettings, { urlOf }: Assets): Hono {
  const app = new Hono();
  const { limits, trustedProxies } = settings;
  // Twelve digits can be guessed: those who guess are slowed down, those who scan are not.
  const vain = createRateLimit(limits.vainReceipts, HOUR_S);
  app.get("/card/:receipt", async (c) => {
    c.header("cache-control", "private, no-store");
    c.header("x-robots-tag", "noindex");
    c.header("referrer-policy", "no-referrer");
    const visitor = clientAddress(c, trustedProxies);
    const wait = await vain.waitOf(visitor);
    if (wait !== undefined) {
      c.header("retry-after", `${wait}`);
      return c.html(noCardPage(wording.card.tooMany, { urlOf }), 429);
    }
    const replayed = await replay(c.req.param("receipt"), desk);
    if (replayed.kind === "mistyped" || replayed.kind === "unknown") {
      await vain.spend(visitor);
      const { mistyped, unknown } = wording.replay;
      const why = replayed.kind === "mistyped" ? mistyped : unknown(replayed.code);
      return c.html(noCardPage(why, { urlOf }), 404);
    }
    const { knowledge, assessor, questioner } = desk.services;
    const { asOf } = replayed.record;
    const grounds = { notice: knowledge.notice, assessor, questioner, asOf } as const;
    const card = cardOf(replayed, { ...grounds, person: "telephone", isWaiting: false });
    const address = `${ownOrigin(c, settings)}/card/${replayed.code.replaceAll("-", "")}`;
    return c.html(cardPage(card, { address, urlOf }));
  });
  return app;
}
