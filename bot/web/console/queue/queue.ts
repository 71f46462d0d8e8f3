/** 排队：chats that want a person: take one, see what was said and why, answer, give it back. */
import type { HandoverResponse, SayResponse } from "../../../channels/hotline/protocol-desk.ts";
import { ApiError } from "../api.ts";
import { type Actions, runKey } from "../call/keys.ts";
import { kbd } from "../call/words.ts";
import type { ConsoleContext, Tab } from "../context.ts";
import { el, filled, replace } from "../element.ts";
import { createChatView } from "./chat-view.ts";
import { QUEUE_KEYS, type QueueAction, queueKey } from "./queue-keys.ts";
import { createQueueList } from "./queue-list.ts";
import { createQueueWatch, type QueueWatch } from "./queue-watch.ts";

/** Of the chat that is open. */
const LOOK_MS = 2_000;

export function createQueueTab(): Tab {
  const watch = createQueueWatch();
  return { area: "queue", watch: watch.start, mount: (root, context) => showQueue(root, context, watch) };
}

function showQueue(root: HTMLElement, context: ConsoleContext, watch: QueueWatch): () => void {
  const { api, announce } = context;
  const words = context.wording.desk;
  const say = words.queue;
  let selected: string | undefined;
  let open: HandoverResponse | undefined;

  const guarded = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      announce(error.code === "taken" ? say.lost : error.message);
    }
  };
  const render = () => list.show(watch.handovers(), selected, Date.now() + watch.aheadMs(), watch.unreadIn);
  const load = async (byItself = false) => {
    const id = selected;
    if (id === undefined) return;
    const file = await api.get<HandoverResponse>(`/queue/${id}`, { byItself });
    if (id !== selected) return;
    if (open?.id === id && open.state !== "none" && file.state === "none") announce(say.ended);
    open = file;
    const last = file.messages.findLast(({ from }) => from === "owner");
    if (context.isShown() && document.hasFocus()) watch.read(id, last?.number ?? 0);
    chat.show(file);
    render();
  };
  const select = (id: string) => {
    selected = id;
    render();
    void guarded(() => load());
  };
  const move = (by: 1 | -1): boolean => {
    const ids = watch.handovers().map(({ id }) => id);
    const next = ids[Math.max(0, Math.min(ids.length - 1, ids.indexOf(selected ?? "") + by))];
    if (next !== undefined) select(next);
    return next !== undefined;
  };
  const take = (id: string) =>
    void guarded(async () => {
      try {
        await api.post(`/queue/${id}/take`, {});
      } finally {
        await watch.look();
        await load();
      }
      chat.write();
    });
  const giveBack = (id: string) =>
    void guarded(async () => {
      await api.post(`/queue/${id}/return`, {});
      announce(say.given);
      await watch.look();
      await load();
    });
  const sayTo = async (id: string, text: string): Promise<boolean> => {
    let isSaid = false;
    await guarded(async () => {
      const said = await api.post<SayResponse>(`/queue/${id}/say`, { text });
      isSaid = said.kind === "said";
      if (said.kind === "ended") announce(say.ended);
      if (said.kind === "notYours") announce(say.lost);
      if (said.kind === "said" && said.undelivered !== undefined)
        announce(filled(say.undelivered, { reason: said.undelivered }));
      await load();
    });
    return isSaid;
  };

  const list = createQueueList(words, select);
  const chat = createChatView({ words, onTake: take, onGiveBack: giveBack, onSay: sayTo });
  const actions: Actions<QueueAction> = {
    up: () => move(-1),
    down: () => move(1),
    take: () => {
      if (open?.state !== "waiting") return false;
      take(open.id);
      return true;
    },
    reply: () => chat.write(),
    giveBack: () => {
      if (open?.isMine !== true || open.state !== "taken") return false;
      giveBack(open.id);
      return true;
    },
    call: () => {
      context.go("call");
      return true;
    },
    back: () => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      return true;
    },
  };
  root.classList.add("queue-panel");
  replace(
    root,
    el("h1", { class: "unseen" }, context.wording.areas.queue),
    list.element,
    ...chat.elements,
    legend(say),
  );
  chat.show(undefined);
  context.onKey((event) => runKey(event, QUEUE_KEYS, actions, ["back"]));
  context.onShow(() => {
    void watch.look();
    const [first] = watch.handovers();
    if (selected === undefined && first) select(first.id);
    else void guardedQuietly(() => load(true));
  });
  watch.onChange(render);
  const looking = setInterval(() => void guardedQuietly(() => load(true)), LOOK_MS);
  return () => clearInterval(looking);
}

/** What the page asks by itself tells nobody that it failed: it asks again soon. */
async function guardedQuietly(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

function legend({ keys }: ConsoleContext["wording"]["desk"]["queue"]): HTMLElement {
  const names = [
    ["up", keys.up],
    ["down", keys.down],
    ["take", keys.take],
    ["reply", keys.reply],
    ["giveBack", keys.giveBack],
  ] as const;
  return el(
    "p",
    { class: "hint queue-legend" },
    ...names.map(([action, name]) => el("span", {}, kbd(queueKey(action)), name)),
  );
}
