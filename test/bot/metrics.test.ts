/** What happens is counted whatever the channel, and nobody can be told from it. */
import { expect, it } from "vitest";
import { createApp } from "../../bot/app.ts";
import { type Desk, handleTurn } from "../../bot/handle-turn.ts";
import { createMetrics } from "../../bot/metrics.ts";
import { defaultWebSettings } from "../../bot/web-settings.ts";
import { testDesk } from "../support/desk.ts";

const counted = async (): Promise<Desk> => ({ ...(await testDesk()), metrics: createMetrics() });
const linesOf = async (desk: Desk) =>
  (await (await createApp(desk).request("/metrics")).text())
    .split("\n")
    .filter((line) => line.startsWith("mingbai_"));

it("counts answers by channel and outcome, repeated messages, wishes for a person, feedback and errors", async () => {
  const desk = await counted();
  const tell = (channel: string, text: string, message: string) =>
    handleTurn({ channel, conversation: "c", message, text }, desk);
  await tell("wechat", "店里水费欠着会停吗", "m1");
  await tell("wechat", "店里水费欠着会停吗", "m1");
  await tell("web", "怎么办护照", "m1");
  await tell("web", "转人工", "m2");
  const app = createApp(desk);
  const judge = (message: string) =>
    app.request("/api/feedback", {
      method: "POST",
      body: JSON.stringify({ conversation: "c", message, useful: false, reason: "off_topic" }),
    });
  expect((await judge("m1")).status).toBe(200);
  expect((await judge("m9")).status).toBe(404);
  await expect(
    handleTurn(
      { channel: "web", conversation: "c", text: "电费" },
      {
        ...desk,
        now: () => Number(undefined),
        store: { ...desk.store, load: () => Promise.reject(new Error("gone")) },
      },
    ),
  ).rejects.toThrow("gone");
  const lines = await linesOf(desk);
  expect(lines).toEqual(
    expect.arrayContaining([
      'mingbai_answers_total{channel="wechat",outcome="answer"} 1',
      'mingbai_repeated_messages_total{channel="wechat"} 1',
      'mingbai_answers_total{channel="web",outcome="out_of_scope"} 1',
      'mingbai_answers_total{channel="web",outcome="handover"} 1',
      'mingbai_answers_total{channel="web",outcome="error"} 1',
      'mingbai_handovers_total{channel="web",way="telephone"} 1',
      'mingbai_feedback_total{channel="web",useful="false"} 1',
      'mingbai_turn_seconds_count{channel="wechat"} 2',
    ]),
  );
  expect(lines.join("\n")).not.toMatch(/水费|护照|"c"|"m1"/u);
});

it("counts what escapes", async () => {
  const desk = await counted();
  const app = createApp({
    ...desk,
    now: () => {
      throw new Error("the clock is broken");
    },
  });
  await app.request("/api/chat", { method: "POST", body: JSON.stringify({ text: "电费" }) });
  expect(await linesOf(desk)).toContain('mingbai_errors_total{code="internal"} 1');
});

it("asks for the token where one is set", async () => {
  const app = createApp(await counted(), undefined, [], {
    ...defaultWebSettings,
    metricsToken: "a-long-token-of-ours",
  });
  const at = async (authorization?: string) =>
    (await app.request("/metrics", authorization === undefined ? {} : { headers: { authorization } })).status;
  expect(await at()).toBe(401);
  expect(await at("Bearer a-long-token-of-hers")).toBe(401);
  expect(await at("Bearer a-long-token-of-ours")).toBe(200);
});
