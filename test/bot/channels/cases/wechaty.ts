import { types, WechatyBuilder } from "wechaty";
import { mock, PuppetMock } from "wechaty-puppet-mock";
import { createWechaty } from "../../../../bot/channels/wechaty/index.ts";
import type { Desk } from "../../../../bot/handle-turn.ts";
import type { ChannelCase, Line, Said } from "./case.ts";

export const wechatyCases: readonly ChannelCase[] = [{ name: "wechaty", connect }];

/** What the bot says is known by the owner it is said to: one message of each is under way at a time. */
async function connect(desk: Desk): Promise<Line> {
  const log: string[] = [];
  const mocker = new mock.Mocker();
  const bot = WechatyBuilder.build({ puppet: new PuppetMock({ mocker }) as never });
  const surroundings = { desk, fetch, log: (line: string) => void log.push(line) };
  const load = async () => ({ bot, kinds: types.Message });
  const channel = createWechaty({ puppet: "wechaty-puppet-mock" }, surroundings, load);
  await channel.start?.();
  const account = mocker.createContact({ name: "明白" });
  mocker.login(account);
  const owners = new Map<string, string>();
  const answers = new Map<string, readonly string[]>();
  const heard = new Map<string, string[]>();
  bot.on("message", (message) => {
    const listener = message.listener()?.id ?? "";
    if (message.self()) heard.set(listener, [...(heard.get(listener) ?? []), message.text()]);
  });

  const contactOf = (owner: string) => {
    const id = owners.get(owner) ?? mocker.createContact({ name: owner }).id;
    owners.set(owner, id);
    return id;
  };
  const deliver = (owner: string, id: string, more: object) => {
    const base = { id, talkerId: contactOf(owner), listenerId: account.id, timestamp: Date.now() };
    if (!mocker.cacheMessagePayload.has(id)) mocker.MessageMock.create({ ...base, ...more } as never);
    mocker.puppet.emit("message", { messageId: id });
  };
  const wait = async (owner: string, before: number) => {
    while ((heard.get(contactOf(owner)) ?? []).length === before)
      await new Promise((next) => setTimeout(next, 5));
    return (heard.get(contactOf(owner)) ?? []).slice(before);
  };
  const send = async ({ owner, id }: Omit<Said, "text">, more: object): Promise<readonly string[]> => {
    const key = `${owner}/${id}`;
    const before = (heard.get(contactOf(owner)) ?? []).length;
    deliver(owner, key, more);
    const answer = answers.get(key) ?? (await wait(owner, before));
    answers.set(key, answer);
    return answer;
  };
  const kind = (type: types.Message) => (said: Omit<Said, "text">) => send(said, { type });
  const unheard =
    (more: object) =>
    async ({ owner, id }: Omit<Said, "text">) => {
      deliver(owner, id, more);
      return [];
    };
  return {
    say: (said) => send(said, { type: types.Message.Text, text: said.text }),
    answered: {
      picture: kind(types.Message.Image),
      voice: kind(types.Message.Audio),
      file: kind(types.Message.Attachment),
    },
    silent: {
      recalled: unheard({ type: types.Message.Recalled, text: "x" }),
      old: unheard({ type: types.Message.Text, text: "电费", timestamp: Date.now() - 3_600_000 }),
    },
    fetch: async () => new Response(null, { status: 404 }),
    calls: () => 0,
    errors: () => log.filter((line) => line.startsWith("error")),
    close: async () => {
      await channel.stop?.();
      await desk.store.close();
    },
  };
}
