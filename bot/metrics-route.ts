/** `GET /metrics` */
import { timingSafeEqual } from "node:crypto";
import { Hono } from "hono";
import type { Desk } from "./handle-turn.ts";
import type { WebSettings } from "./web-settings.ts";

export function createMetricsRoute({ metrics }: Desk, { metricsToken }: WebSettings): Hono {
  const app = new Hono();
  if (metrics === undefined) return app;
  app.get("/metrics", async (c) => {
    const { authorization = "" } = c.req.header();
    if (metricsToken !== undefined && !isSame(authorization, `Bearer ${metricsToken}`))
      return c.text("", 401, { "www-authenticate": "Bearer" });
    const { type, text } = await metrics.report();
    return c.body(text, 200, { "content-type": type });
  });
  return app;
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
