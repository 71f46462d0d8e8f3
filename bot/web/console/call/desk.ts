/** 接听台：the operator's whole call on one screen. */
import type {
  AssessRequest,
  AssessResponse,
  CallsResponse,
  DeskBook,
  TicketResponse,
  WireCallContent,
  WireFacts,
} from "../../../channels/hotline/protocol-desk.ts";
import { ApiError } from "../api.ts";
import type { ConsoleContext, Mount } from "../context.ts";
import { el, filled, replace } from "../element.ts";
import { isTyping } from "../typing.ts";
import { createCallBar } from "./call-bar.ts";
import { createCallKeeper } from "./call-keeper.ts";
import { createCardView } from "./card-view.ts";
import { createFactsView } from "./facts-view.ts";
import { showKeySheet } from "./key-sheet.ts";
import { type Actions, type DeskAction, KEYS, runKey, shownKey } from "./keys.ts";
import { showReceiptLookup } from "./receipt-view.ts";
import { createSearchView, type Opened, SEARCH_ID } from "./search-view.ts";
import { createSideSheet } from "./side-sheet.ts";
import { showTicket } from "./ticket-view.ts";
import { createToldView } from "./told-view.ts";
import { createVerdictsView } from "./verdicts-view.ts";
import { type Catalogue, catalogueOf } from "./words.ts";

/** Within so long a second press means it. */
const TWICE_MS = 3_000;
const KEEP_ALIVE_MS = 60_000;
const LONGEST_ASKED = 400;
const MOST_TOLD = 5;
const MOST_RECENT = 5;

export const mountDesk: Mount = (root, context) => {
  root.classList.add("desk-panel");
  let end = () => {};
  const start = async () => {
    try {
      const book = await context.api.get<DeskBook>("/desk");
      end = showDesk(root, context, catalogueOf(book));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      replace(root, el("p", { class: "trouble" }, error.message));
    }
  };
  void start();
  return () => end();
};

function showDesk(root: HTMLElement, context: ConsoleContext, catalogue: Catalogue): () => void {
  const { api, announce, me } = context;
  const words = context.wording.desk;
  /** The clause on the desk. */
  let focus: string | undefined;
  /** Clauses looked at in this call, in order. */
  let visited: string[] = [];
  let past: WireFacts[] = [];
  let beganTwice = 0;
  /** Answers come one after another: each rests on the facts the one before left. */
  let queue: Promise<void> = Promise.resolve();
  let latest: AssessResponse | undefined;
  /** An answer is on its way: keys pressed meanwhile are meant for the questions after it. */
  let isAnswering = false;
  let pressed: string[] = [];

  const keeper = createCallKeeper(api, me.login, () => showCall());
  const content = (): WireCallContent => keeper.call().content;

  const guarded = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      announce(error.message);
    }
  };
  const inTurn = (work: () => Promise<void>) => {
    queue = queue.then(() => guarded(work));
  };
  const assess = async (request: Omit<AssessRequest, "focus">) => {
    const state = await api.post<AssessResponse>("/assess", {
      ...request,
      ...(focus !== undefined && { focus }),
    });
    latest = state;
    facts.show(state);
    verdicts.show(state.verdicts, focus);
    card.show(state.card, focus !== undefined && content().clauses.includes(focus));
    search.showVerdicts((clause) => state.verdicts.find((one) => one.clause === clause)?.verdict);
    return state;
  };
  const answer = (fact: string, said: string) => {
    isAnswering = true;
    inTurn(() => tell(fact, said).finally(answered));
  };
  const tell = async (fact: string, said: string) => {
    const before = content().facts;
    const state = await assess({ facts: before, answer: { fact, said } });
    if (state.misheard !== undefined) {
      pressed = [];
      return announce(state.misheard);
    }
    past = [...past, before];
    keeper.note({ facts: state.facts });
    facts.tell(changesText(state));
  };
  const answered = () => {
    isAnswering = false;
    while (!isAnswering && pressed.length > 0) {
      const [key = "", ...others] = pressed;
      pressed = others;
      facts.press(key);
    }
  };
  const press = (key: string): boolean => {
    if (!isAnswering) return facts.press(key);
    pressed = [...pressed, key];
    return true;
  };
  const changesText = ({ verdicts: now }: AssessResponse): string => {
    const say = words.facts;
    const changes = now.flatMap(({ clause, verdict, before }) => {
      if (before === undefined) return [];
      const named = (name: string) => words.verdicts[name as keyof typeof words.verdicts];
      const title = catalogue.titleOf(clause);
      return [filled(say.change, { title, before: named(before), verdict: named(verdict) })];
    });
    if (changes.length === 0) return say.unchanged;
    return filled(say.changed, { count: changes.length, what: changes.slice(0, MOST_TOLD).join("；") });
  };
  const open = (clause: string) =>
    inTurn(async () => {
      focus = clause;
      if (!visited.includes(clause)) visited = [...visited, clause];
      const { clauses } = content();
      if (!clauses.includes(clause)) keeper.note({ clauses: [...clauses, clause] });
      sheet.close();
      await assess({ facts: content().facts });
      showCall();
    });
  const openFound = ({ clause, typed, facts: heard }: Opened) => {
    const { asked } = content();
    const isSaid = /\p{Script=Han}{2}/u.test(typed);
    if (isSaid && !asked.includes(typed)) keeper.note({ asked: [...asked, typed.slice(0, LONGEST_ASKED)] });
    if (heard !== undefined && JSON.stringify(heard) !== JSON.stringify(content().facts)) {
      past = [...past, content().facts];
      keeper.note({ facts: heard });
    }
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    open(clause);
  };
  const drop = (clause: string) => {
    const { clauses } = content();
    const isTold = clauses.includes(clause);
    keeper.note({ clauses: isTold ? clauses.filter((id) => id !== clause) : [...clauses, clause] });
    if (isTold) announce(filled(words.card.dropped, { title: catalogue.titleOf(clause) }));
    if (latest) card.show(latest.card, !isTold);
  };
  const step = (by: 1 | -1) => {
    const next = visited[visited.indexOf(focus ?? "") + by];
    if (next !== undefined) open(next);
    return next !== undefined;
  };
  const begin = async () => {
    if (keeper.call().state === "running") {
      if (Date.now() - beganTwice > TWICE_MS) {
        beganTwice = Date.now();
        return announce(words.call.again);
      }
      await keeper.end();
    }
    beganTwice = 0;
    facts.tell("");
    focus = undefined;
    visited = [];
    past = [];
    keeper.begin();
    sheet.close();
    search.clear();
    search.focus();
    await assess({ facts: {} });
    await showRecent();
  };
  const finish = async () => {
    await keeper.end();
    announce(filled(words.call.over, { key: shownKey("begin") }));
  };
  const ticket = async () => {
    if (keeper.call().state === "idle") return announce(words.call.nothing);
    await keeper.flush();
    await ticketOf(keeper.call().id);
  };
  const ticketOf = async (call: string) => {
    const made = await api.post<TicketResponse>(`/calls/${call}/ticket`, {});
    announce(await showTicket(made, sheet, words));
  };
  const showRecent = async () => {
    const { calls } = await api.get<CallsResponse>("/calls");
    card.showRecent(calls.filter(({ endedAt }) => endedAt !== undefined).slice(0, MOST_RECENT));
  };
  const takeFacts = (taken: WireFacts) =>
    inTurn(async () => {
      past = [...past, content().facts];
      keeper.note({ facts: taken });
      await assess({ facts: taken });
      announce(words.receipt.taken);
    });
  const undo = () =>
    inTurn(async () => {
      const before = past.at(-1);
      if (before === undefined) return announce(words.facts.nothingToUndo);
      past = past.slice(0, -1);
      keeper.note({ facts: before });
      await assess({ facts: before });
      announce(words.facts.undone);
    });
  const back = () => {
    if (isTyping(document.activeElement) && document.activeElement instanceof HTMLElement) {
      document.activeElement.blur();
      if (!sheet.isOpen()) return true;
    }
    sheet.close();
    return true;
  };

  const actions: Actions<DeskAction> = {
    begin: does(() => inTurn(begin)),
    end: () => {
      if (keeper.call().state !== "running") return false;
      inTurn(finish);
      return true;
    },
    unresolved: does(() => {
      const isUnresolved = !content().isUnresolved;
      keeper.note({ isUnresolved });
      announce(isUnresolved ? words.unresolved.on : words.unresolved.off);
    }),
    ticket: does(() => inTurn(ticket)),
    notes: does(() => told.write()),
    find: does(() => {
      sheet.close();
      search.focus();
    }),
    up: () => isFree() && search.move(-1),
    down: () => isFree() && search.move(1),
    open: () => {
      if (!isTyping(document.activeElement)) return facts.write();
      if (document.activeElement?.id !== SEARCH_ID) return false;
      search.open();
      return true;
    },
    answer: press,
    unsure: press,
    undo: does(undo),
    original: () => card.toggleOriginal(),
    previous: () => step(-1),
    next: () => step(1),
    drop: () => {
      if (focus !== undefined) drop(focus);
      return focus !== undefined;
    },
    receipt: does(() => showReceiptLookup({ api, words, sheet, onTake: takeFacts })),
    queue: does(() => context.go("queue")),
    back,
    sheet: does(() => showKeySheet(words)),
  };
  const run = (action: DeskAction) => void actions[action](shownKey(action));

  const bar = createCallBar(words, run);
  const search = createSearchView({
    api,
    words,
    catalogue,
    facts: () => content().facts,
    onOpen: openFound,
  });
  const { titleOf } = catalogue;
  const card = createCardView({
    words,
    run,
    announce,
    titleOf,
    onReopen: (call) => inTurn(() => ticketOf(call)),
  });
  const facts = createFactsView({ words, catalogue, onAnswer: answer });
  const verdicts = createVerdictsView(words, catalogue, open);
  const told = createToldView({
    words,
    catalogue,
    onOpen: open,
    onDrop: drop,
    onNotes: (notes) => keeper.note({ notes }),
  });
  const sheet = createSideSheet(words);
  function showCall() {
    const call = keeper.call();
    bar.show(call);
    told.show(call.content, focus);
    context.badge(call.state === "running" && !context.isShown() ? words.call.running : "");
  }
  replace(
    root,
    el("h1", { class: "unseen" }, context.wording.areas.call),
    bar.element,
    el(
      "div",
      { class: "desk" },
      el("div", { class: "column find" }, search.element, told.element),
      el("div", { class: "column say" }, card.element, sheet.element),
      el("div", { class: "column judge" }, facts.element, verdicts.element),
    ),
  );
  context.onKey((event) => runKey(event, KEYS, actions, ["back", "up", "down", "open"]));
  context.onShow(showCall);
  showCall();
  card.show(undefined, false);
  inTurn(async () => {
    const isRestored = await keeper.restore();
    visited = [...content().clauses];
    focus = isRestored ? visited.at(-1) : undefined;
    await assess({ facts: content().facts });
    if (isRestored) announce(words.call.restored);
    await showRecent();
    showCall();
  });
  // Somebody who listens for long is at work all the same.
  const alive = setInterval(() => {
    if (keeper.call().state === "running" && context.isShown()) void guarded(() => api.keepAlive());
  }, KEEP_ALIVE_MS);
  return () => {
    clearInterval(alive);
    bar.end();
  };
}

/** Nobody is writing anywhere but in the search box. */
function isFree(): boolean {
  const { activeElement } = document;
  return !isTyping(activeElement) || activeElement?.id === SEARCH_ID;
}

function does(work: () => void): () => boolean {
  return () => {
    work();
    return true;
  };
}
