/** The same transcripts under Bot Framework's own TestAdapter and over the Agents SDK's adapter. */
import { Activity, activityZodSchema } from "@microsoft/agents-activity";
import { TestAdapter } from "botbuilder-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answering } from "../../../../bot/channels/activity-answer.ts";
import { ConnectorAdapter } from "../../../../bot/channels/bot-framework/adapter.ts";
import { createConnector } from "../../../../bot/channels/bot-framework/connector.ts";
import { converse } from "../../../../bot/channels/bot-framework/converse.ts";
import { screenOf } from "../../../../bot/channels/bot-framework/service.ts";
import type { Desk } from "../../../../bot/handle-turn.ts";
import { type BotConnector, SERVICE_URL, startBotConnector } from "../../../support/bot-connector.ts";
import { testDesk } from "../../../support/desk.ts";
import { readJourneys } from "../../../support/journeys.ts";
import { type SeenActivity, seenOf } from "../../../support/seen.ts";
import { TEST_DAY } from "../../../support/services.ts";

const TURNS = 60;
const RECEIPT = /\d{4}-\d{4}-\d{4}/gu;

/** What of a reply has to be the same. */
interface Seen {
  readonly texts: readonly string[];
  readonly actions: unknown;
  readonly receipts: readonly string[];
}

/** Whole journeys, one of every few, until there are turns enough. */
function transcripts(): { readonly title: string; readonly said: readonly string[] }[] {
  const plain = readJourneys().filter(
    ({ asOf, turns }) => asOf === TEST_DAY && turns.every(({ after }) => !after),
  );
  const spread = [
    ...plain.filter((_, index) => index % 7 === 0),
    ...plain.filter((_, index) => index % 7 === 3),
  ];
  let left = TURNS;
  return spread.flatMap(({ journey, turns }) => {
    if (left <= 0) return [];
    left -= turns.length;
    return [{ title: journey, said: turns.map(({ owner }) => owner) }];
  });
}

function answeringAt(desk: Desk): Answering {
  const conversationOf = ({ conversation }: { readonly conversation: { readonly id: string } }) =>
    conversation.id;
  return { desk, channel: "conformance", conversationOf, screenOf };
}

function seenIn(sent: readonly SeenActivity[]): Seen {
  const texts = sent.map(seenOf);
  const actions = sent.map(
    (activity) => (activity as { suggestedActions?: { actions: unknown } }).suggestedActions?.actions,
  );
  return { texts, actions, receipts: texts.join("\n").match(RECEIPT) ?? [] };
}

async function underTestAdapter(
  desk: Desk,
  channelId: string,
  id: string,
  said: readonly string[],
): Promise<Seen[]> {
  const conversation = TestAdapter.createConversation(id);
  const adapter = new TestAdapter({ ...conversation, channelId }, { channelId });
  const answering = answeringAt(desk);
  const seen: Seen[] = [];
  for (const text of said) {
    adapter.activeQueue.length = 0;
    await adapter.sendTextToBot(text, (context) => converse(context, answering));
    // Typing is shown where the machine is slow.
    const messages = adapter.activeQueue.filter(({ type }) => type === "message");
    seen.push(seenIn(messages as SeenActivity[]));
  }
  return seen;
}

async function overAgentsSdk(
  desk: Desk,
  microsoft: BotConnector,
  channelId: string,
  id: string,
  said: readonly string[],
): Promise<Seen[]> {
  const adapter = new ConnectorAdapter(
    createConnector(undefined, { fetch: microsoft.fetch, wait: async () => {} }),
  );
  const answering = answeringAt(desk);
  const seen: Seen[] = [];
  for (const [index, text] of said.entries()) {
    microsoft.delivered.length = 0;
    const activity = Activity.fromObject({
      type: "message",
      id: String(index),
      channelId,
      serviceUrl: SERVICE_URL,
      from: { id: "user" },
      recipient: { id: "bot" },
      conversation: { id },
      text,
    });
    await adapter.process(activity, async (context) => void (await converse(context, answering)));
    for (const { activity: sent } of microsoft.delivered)
      expect(activityZodSchema.safeParse(sent).success).toBe(true);
    seen.push(seenIn(microsoft.delivered.map(({ activity: sent }) => sent as SeenActivity)));
  }
  return seen;
}

// Where cards are shown, and where they are not.
describe.each(["msteams", "test"])("as seen in %s", (channelId) => {
  let here: Desk;
  let there: Desk;
  let microsoft: BotConnector;
  let turns = 0;
  let receipts = 0;
  beforeAll(async () => {
    here = await testDesk();
    there = await testDesk();
    microsoft = await startBotConnector(here.now);
  });
  afterAll(() => {
    microsoft.close();
    expect(turns).toBeGreaterThanOrEqual(TURNS);
    expect(receipts).toBeGreaterThan(TURNS / 4);
  });

  it.each(transcripts())("$title", async ({ title, said }) => {
    const [legacy, current] = [
      await underTestAdapter(here, channelId, title, said),
      await overAgentsSdk(there, microsoft, channelId, title, said),
    ];
    expect(current).toEqual(legacy);
    expect(current.every(({ texts }) => texts.join("") !== "")).toBe(true);
    turns += said.length;
    receipts += current.filter((seen) => seen.receipts.length > 0).length;
  });
});
