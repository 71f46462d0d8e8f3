import { writeXml } from "../../../../bot/channels/wx-xml.ts";
import type { Desk } from "../../../../bot/handle-turn.ts";
import { systemClock } from "../../../../bot/simulator/clock.ts";
import { createKfPlatform, simulateKf } from "../../../../bot/simulator/kf.ts";
import { createPhone } from "../../../../bot/simulator/phone.ts";
import type { ChannelCase, Line, Said } from "./case.ts";
import { createSights, openQyLine } from "./qy.ts";

const EFFECTS = /kf\/(?:send_msg|send_msg_on_event|service_state\/trans)\?/u;

export const kfCases: readonly ChannelCase[] = [{ name: "kf", connect }];

async function connect(desk: Desk): Promise<Line> {
  const { settings } = simulateKf({ KF_HANDOVER: "telephone" });
  const { KF_CORP_ID = "", KF_SECRET = "", KF_TOKEN = "", KF_AES_KEY = "" } = settings;
  const sights = createSights();
  let calls = 0;
  const outside: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    if (EFFECTS.test(request.url)) calls += 1;
    return platform.api.fetch(request);
  };
  const keys = { aesKey: KF_AES_KEY, receiver: KF_CORP_ID };
  const line = openQyLine(desk, "kf", settings, { token: KF_TOKEN, keys, format: "xml" }, outside);
  const clock = { now: desk.now, sleep: systemClock.sleep };
  const platform = createKfPlatform(
    { KF_CORP_ID, KF_SECRET, KF_TOKEN, KF_AES_KEY },
    "http://localhost/channels/kf",
    { clock, fetch: line.fetch, log: () => {} },
  );
  await line.start();
  const known = new Set<string>();
  const join = (owner: string) => {
    if (known.has(owner)) return;
    known.add(owner);
    platform.join(
      owner,
      createPhone(({ from, text }) => from === "bot" && sights.show(owner, text)),
    );
  };

  const send = ({ owner, id }: Omit<Said, "text">, message: object) => {
    join(owner);
    return sights.after(owner, id, () => platform.say(owner, { msgid: id, ...message }));
  };
  const kind = (msgtype: string) => (said: Omit<Said, "text">) =>
    send(said, { msgtype, [msgtype]: { media_id: "media" } });
  const event =
    (event_type: string, more: object = {}) =>
    ({ owner, id }: Omit<Said, "text">) => {
      join(owner);
      return sights.after(owner, id, () => platform.tell(owner, event_type, more));
    };
  const notice = ({ id }: Said) =>
    writeXml({
      ToUserName: KF_CORP_ID,
      CreateTime: Math.floor(desk.now() / 1000),
      MsgType: "event",
      Event: "kf_msg_or_event",
      Token: id,
      OpenKfId: platform.account,
    });
  return {
    say: (said) => send(said, { msgtype: "text", text: { content: said.text } }),
    answered: Object.fromEntries(
      ["voice", "image", "video", "location", "link", "file", "hologram"].map((type) => [type, kind(type)]),
    ),
    silent: {
      "coming in again, when nothing may be said": event("enter_session"),
      "a servicer's words": ({ owner, id }) => {
        join(owner);
        return sights.after(owner, id, async () => {
          platform.keep({
            open_kfid: platform.account,
            external_userid: owner,
            origin: 5,
            msgtype: "text",
            text: { content: "房租有补助吗" },
          });
          await platform.notify();
        });
      },
      "a message taken back": event("user_recall_msg"),
      "what was not delivered": event("msg_send_fail", { fail_type: 6 }),
      "an event yet to come": event("something"),
    },
    capture: line.capture(notice),
    forged: line.forged(notice),
    fetch: line.fetch,
    calls: () => calls,
    errors: () => line.log.filter((told) => /^error|failed|given up/u.test(told)),
    close: async () => {
      await line.stop();
      await desk.store.close();
    },
  };
}
