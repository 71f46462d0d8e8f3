/** The description of the API is true: what the server says fits the schemas it shows. */
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createApp } from "../../bot/app.ts";
import { chatResponse, errorResponse, handoverResponse } from "../../bot/channels/webchat/schemas.ts";
import { createMetrics } from "../../bot/metrics.ts";
import { testDesk } from "../support/desk.ts";

let app: ReturnType<typeof createApp>;
beforeAll(async () => {
  app = createApp({ ...(await testDesk()), metrics: createMetrics() });
});

interface Described {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
}
const described = async () => (await (await app.request("/openapi.json")).json()) as Described;

it("names every door, and each one opens", async () => {
  const { openapi, paths } = await described();
  expect(openapi).toBe("3.1.0");
  expect(Object.keys(paths)).toEqual([
    "/api/chat",
    "/api/feedback",
    "/api/chat/handover",
    "/api/chat/handover/end",
    "/card/{receipt}",
    "/healthz",
    "/readyz",
    "/metrics",
  ]);
  for (const [path, methods] of Object.entries(paths)) {
    for (const method of Object.keys(methods)) {
      const response = await app.request(path.replace("{receipt}", "1"), { method: method.toUpperCase() });
      const isKnown = response.status !== 404 || path.startsWith("/card");
      expect([path, method, isKnown]).toEqual([path, method, true]);
    }
  }
});

describe("every reply fits the schema shown", () => {
  it.each([
    "店里水费欠着会停吗",
    "个体户，受疫情影响",
    "为什么",
    "我能享受哪些政策",
    "看结果",
    "原文",
    "有哪些措施",
    "文号是多少",
    "怎么办护照",
    "转人工",
    "",
  ])("“%s”", async (text) => {
    const response = await app.request("/api/chat", {
      method: "POST",
      body: JSON.stringify({ conversation: "described", text }),
    });
    const strict = chatResponse.strict().safeParse(await response.json());
    expect(strict.error === undefined ? "" : z.prettifyError(strict.error)).toBe("");
  });

  it("handover and errors too", async () => {
    const view = await app.request("/api/chat/handover?conversation=described");
    expect(handoverResponse.strict().safeParse(await view.json()).success).toBe(true);
    const refused = await app.request("/api/feedback", { method: "POST", body: "{" });
    expect(refused.status).toBe(400);
    expect(errorResponse.strict().safeParse(await refused.json()).success).toBe(true);
  });
});
