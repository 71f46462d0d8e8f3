/** 网页咨询: the same in the page and in the widget. */
import type {
  ChatResponse,
  ChatWords,
  HandoverResponse,
  HandoverWords,
  Option,
} from "../../channels/webchat/protocol.ts";
import { type Failure, postJson } from "../shared/api.ts";
import { copyText } from "../shared/copy.ts";
import { button, element, icon } from "../shared/dom.ts";
import { newId } from "../shared/new-id.ts";
import { createAnnouncer } from "./announcer.ts";
import { createComposer } from "./composer.ts";
import { type Asked, forget, keep, keptConversation, newConversation } from "./conversation.ts";
import type { Opinion } from "./feedback.ts";
import { filled } from "./filled.ts";
import { Handover } from "./handover.ts";
import { createNoticeBar } from "./notice-bar.ts";
import { Outbox } from "./outbox.ts";
import { Transcript } from "./transcript.ts";

export interface ChatOptions {
  readonly words: ChatWords;
  /** Where the server is; empty for the page's own. */
  readonly origin: string;
  /** The name is the page's heading. */
  readonly isPage: boolean;
  /** Further buttons in the head, such as the one that closes the widget. */
  readonly tools?: readonly HTMLElement[];
}

export interface Chat {
  readonly node: HTMLElement;
  /** Puts the cursor where one writes. */
  focus(): void;
}

const WAITING_MS = 300;
const SLOW_MS = 8_000;
const PASSING_MS = 4_000;

export function createChat({ words, origin, isPage, tools = [] }: ChatOptions): Chat {
  let conversation = keptConversation(Date.now());
  let isLost = false;
  const save = () => keep(conversation, Date.now());

  const announcer = createAnnouncer();
  const bar = createNoticeBar();
  const composer = createComposer(words, (text) => ask(text));
  const transcript = new Transcript(words, {
    ask: (text, shown) => ask(text, shown),
    pick: (choice) => pick(choice),
    retry: () => retry(),
    judge: (asked, opinion) => judge(asked, opinion),
    copy: (text, from) => void copy(text, from),
    cardUrl: (receipt) => `${origin}/card/${receipt.replace(/-/gu, "")}`,
  });
  const outbox = new Outbox(origin, () => conversation, { answered, failed });
  const handover = new Handover(origin, () => conversation.id, {
    changed: handoverChanged,
    after: () => conversation.heard ?? 0,
  });

  const head = element(
    "div",
    "head",
    element(
      "div",
      "title",
      element(isPage ? "h1" : "p", "name", words.name),
      element("p", "subtitle", words.subtitle),
    ),
    element(
      "div",
      "tools",
      button("quiet", [icon("person"), words.orders.person.label], () => ask(words.orders.person.text)),
      button("quiet", [icon("again"), words.restart], askToRestart),
      ...tools,
    ),
  );
  const dock = element("div", "dock", bar.node, composer.node);
  const node = element("div", "chat", head, transcript.node, dock, announcer.node);

  transcript.draw(conversation.entries);
  // Once it stands in the page.
  requestAnimationFrame(() => transcript.revealLast());
  if (conversation.heard !== undefined) handover.follow();
  window.addEventListener("offline", lost);
  window.addEventListener("online", found);
  if (!navigator.onLine) lost();

  function ask(text: string, shown?: string, picked?: number): void {
    const asked: Asked = {
      kind: "asked",
      id: newId(),
      text,
      ...(shown !== undefined && shown !== text && { shown }),
      ...(picked !== undefined && { picked }),
      state: "waiting",
    };
    conversation.entries.push(asked);
    save();
    transcript.reveal(transcript.add(asked));
    void flush();
  }

  function pick({ number, label }: Option): void {
    // A number belongs to the reply it stands under, so nothing may come between.
    if (!outbox.isSending) ask(`${number}`, label, number);
  }

  async function flush(): Promise<void> {
    const waiting = setTimeout(() => transcript.wait(words.waiting), WAITING_MS);
    const slow = setTimeout(() => {
      transcript.wait(words.slow);
      announcer.say(words.slow);
    }, SLOW_MS);
    await outbox.flush();
    clearTimeout(waiting);
    clearTimeout(slow);
    transcript.wait(undefined);
  }

  function answered(asked: Asked, { text, handover: withPerson }: ChatResponse): void {
    save();
    const isPressed = asked.shown !== undefined;
    transcript.update(asked);
    const bubble = transcript.bubbleOf(asked);
    if (bubble) transcript.reveal(bubble);
    if (text !== "") announcer.say(text);
    if (isPressed) transcript.focusReply();
    // The messages of each way to a person are counted from 1.
    if (withPerson !== undefined) conversation.heard ??= 0;
    if (conversation.heard !== undefined) handover.follow();
    save();
  }

  function failed(asked: readonly Asked[], failure: Failure): void {
    save();
    const message = failure.kind === "refused" && failure.message !== "" ? failure.message : words.failed;
    for (const one of asked) transcript.update(one, message);
    announcer.say(message);
    if (failure.kind === "unreachable" && !navigator.onLine) lost();
    else if (failure.kind === "refused" && failure.retryAfterS !== undefined)
      setTimeout(retry, failure.retryAfterS * 1000);
  }

  function retry(): void {
    for (const entry of conversation.entries) {
      if (entry.kind !== "asked" || entry.state !== "failed") continue;
      entry.state = "waiting";
      transcript.update(entry);
    }
    void flush();
  }

  function lost(): void {
    if (isLost) return;
    isLost = true;
    bar.show("network", { text: words.offline });
    announcer.say(words.offline);
  }

  function found(): void {
    bar.show("network", undefined);
    if (isLost) pass(words.online);
    isLost = false;
    retry();
  }

  /** Said for a moment. */
  function pass(text: string): void {
    const passing = { text };
    bar.show("passing", passing);
    announcer.say(text);
    setTimeout(() => bar.show("passing", undefined), PASSING_MS);
  }

  function askToRestart(): void {
    const done = () => {
      bar.show("question", undefined);
      composer.focus();
    };
    bar.show("question", {
      text: words.restartAsk,
      actions: [
        {
          label: words.restartYes,
          act: () => {
            restart();
            done();
          },
        },
        { label: words.cancel, act: done },
      ],
    });
  }

  function restart(): void {
    handover.stop();
    bar.show("handover", undefined);
    forget();
    conversation = newConversation();
    transcript.draw([]);
    transcript.wait(undefined);
    composer.clear();
    announcer.say(words.restarted);
  }

  async function judge(asked: Asked, opinion: Opinion): Promise<boolean> {
    try {
      await postJson(`${origin}/api/feedback`, {
        conversation: conversation.id,
        message: asked.id,
        ...opinion,
      });
    } catch {
      pass(words.failed);
      return false;
    }
    asked.feedback = opinion.useful ? "useful" : "useless";
    save();
    announcer.say(words.feedback.thanks);
    return true;
  }

  async function copy(text: string, from: HTMLButtonElement): Promise<void> {
    const copied = await copyText(text, from);
    announcer.say(copied ? words.copied : words.notCopied);
    if (!copied) return pass(words.notCopied);
    const label = from.lastChild;
    if (label === null || from.classList.contains("done")) return;
    const before = label.textContent;
    from.classList.add("done");
    label.textContent = words.copied;
    setTimeout(() => {
      label.textContent = before;
      from.classList.remove("done");
    }, PASSING_MS / 2);
  }

  function handoverChanged(status: HandoverResponse): void {
    const { state, staff, messages } = status;
    const by = staff === undefined ? words.person : `${words.person} · ${staff}`;
    for (const { number, from, text } of messages) {
      if (number <= (conversation.heard ?? 0)) continue;
      conversation.heard = number;
      const said = { kind: "said", text, ...(from === "staff" && { by }) } as const;
      conversation.entries.push(said);
      transcript.reveal(transcript.add(said));
      announcer.say(from === "staff" ? `${by}：${text}` : text);
    }
    if (state === "none") {
      if (messages.length === 0) pass(words.handover.ended);
      conversation.heard = undefined;
      bar.show("handover", undefined);
    } else {
      bar.show("handover", {
        text: handoverText(status, words.handover),
        actions: [{ label: words.handover.end, act: end }],
      });
    }
    save();
  }

  function end(): void {
    handover.end().catch(() => pass(words.failed));
  }

  return { node, focus: composer.focus };
}

function handoverText({ state, ahead, staff, staffed }: HandoverResponse, say: HandoverWords): string {
  if (state === "taken") return staff === undefined ? say.taken : filled(say.takenBy, { staff });
  if (!staffed) return say.away;
  return ahead === 0 ? say.next : filled(say.ahead, { count: ahead });
}
