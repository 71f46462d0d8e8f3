/** 查条款：one box; results as one types, the newest typing always winning. */
import type {
  Range,
  SearchRequest,
  SearchResponse,
  WireFacts,
  WireHit,
} from "../../../channels/hotline/protocol-desk.ts";
import { type Api, ApiError } from "../api.ts";
import { el, filled, replace } from "../element.ts";
import { type Catalogue, type DeskWords, keyHint } from "./words.ts";

export interface Opened {
  readonly clause: string;
  /** What had been typed. */
  readonly typed: string;
  /** The facts with what a sentence told. */
  readonly facts?: WireFacts;
}

export interface SearchView {
  readonly element: HTMLElement;
  readonly focus: () => void;
  readonly move: (by: 1 | -1) => boolean;
  /** Opens the result that is picked; waits for the results of what was typed last. */
  readonly open: () => void;
  readonly clear: () => void;
  /** Dots of the verdicts beside the results. */
  readonly showVerdicts: (verdictOf: (clause: string) => string | undefined) => void;
}

interface Surroundings {
  readonly api: Api;
  readonly words: DeskWords;
  readonly catalogue: Catalogue;
  readonly facts: () => WireFacts;
  readonly onOpen: (opened: Opened) => void;
}

interface Row {
  readonly clause: string;
  readonly hit?: WireHit;
  readonly isAnswer: boolean;
}

export const SEARCH_ID = "desk-search";
const DEBOUNCE_MS = 40;

export function createSearchView({ api, words, catalogue, facts, onOpen }: Surroundings): SearchView {
  const say = words.search;
  const input = el("input", {
    type: "search",
    id: SEARCH_ID,
    role: "combobox",
    placeholder: say.placeholder,
    "aria-label": say.label,
    "aria-expanded": "false",
    "aria-controls": "desk-results",
    "aria-autocomplete": "list",
    autocomplete: "off",
    spellcheck: "false",
    maxlength: 400,
  });
  const note = el("p", { class: "hint search-note", role: "status" }, say.idle);
  const list = el("ul", { id: "desk-results", role: "listbox", "aria-label": say.results });
  const element = el(
    "section",
    { class: "search", "aria-label": say.label },
    el("div", { class: "search-box" }, input, keyHint("find")),
    note,
    list,
  );
  let rows: readonly Row[] = [];
  let picked = 0;
  let asked = 0;
  let shown = "";
  let found: SearchResponse | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let looking: Promise<void> = Promise.resolve();
  let verdictOf: (clause: string) => string | undefined = () => undefined;

  const pick = (row: number) => {
    picked = Math.max(0, Math.min(rows.length - 1, row));
    for (const [index, option] of Array.from(list.children).entries()) {
      option.setAttribute("aria-selected", String(index === picked));
      if (index === picked) option.scrollIntoView({ block: "nearest" });
    }
    if (rows.length > 0) input.setAttribute("aria-activedescendant", `desk-result-${picked}`);
    else input.removeAttribute("aria-activedescendant");
  };
  const openRow = (row: number) => {
    const chosen = rows[row];
    if (chosen === undefined) return;
    onOpen({ clause: chosen.clause, typed: shown, ...(found?.sentence && { facts: found.sentence.facts }) });
  };
  const render = () => {
    replace(
      list,
      ...rows.map(({ clause, hit, isAnswer }, index) => {
        const verdict = verdictOf(clause);
        const option = el(
          "li",
          {
            id: `desk-result-${index}`,
            role: "option",
            "aria-selected": "false",
            class: isAnswer && "answer",
          },
          el("span", { class: "measure" }, catalogue.measureOf(clause)),
          el("span", { class: "title" }, ...highlighted(catalogue.titleOf(clause), hit?.title ?? [])),
          verdict !== undefined &&
            el(
              "span",
              { class: `verdict-tag ${verdict}` },
              words.verdicts[verdict as keyof DeskWords["verdicts"]],
            ),
          hit?.elsewhere &&
            el(
              "span",
              { class: "elsewhere" },
              hit.elsewhere.from === "saying" && say.saying,
              ...highlighted(hit.elsewhere.text, hit.elsewhere.ranges),
            ),
        );
        option.addEventListener("mousedown", (event) => event.preventDefault());
        option.addEventListener("click", () => openRow(index));
        return option;
      }),
    );
    input.setAttribute("aria-expanded", String(rows.length > 0));
    pick(picked);
  };
  const show = (text: string, response: SearchResponse | undefined) => {
    shown = text;
    found = response;
    rows = response === undefined ? [] : rowsOf(response);
    picked = 0;
    render();
    replace(note, noteOf(text, response, say));
    note.classList.toggle("refusing", response?.sentence?.refusal !== undefined);
  };
  const look = async () => {
    const text = input.value.trim();
    const mine = ++asked;
    if (text === "") return show("", undefined);
    try {
      const response = await api.post<SearchResponse>("/search", {
        text,
        facts: facts(),
      } satisfies SearchRequest);
      if (mine === asked) show(text, response);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (mine === asked) replace(note, error.message);
    }
  };
  const lookSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      looking = look();
    }, DEBOUNCE_MS);
  };
  input.addEventListener("input", lookSoon);
  return {
    element,
    focus: () => {
      input.focus();
      input.select();
    },
    move: (by) => {
      if (rows.length === 0) return false;
      input.focus();
      pick(picked + by);
      return true;
    },
    open: () => {
      const open = async () => {
        if (input.value.trim() !== shown) {
          clearTimeout(timer);
          looking = look();
        }
        await looking;
        openRow(picked);
      };
      void open();
    },
    clear: () => {
      clearTimeout(timer);
      input.value = "";
      asked++;
      show("", undefined);
    },
    showVerdicts: (of) => {
      verdictOf = of;
      const before = picked;
      render();
      pick(before);
    },
  };
}

/** First what an owner is answered, then what the words find; each clause once. */
function rowsOf({ sentence, hits }: SearchResponse): Row[] {
  const first = sentence?.clauses ?? [];
  const hitOf = (clause: string) => hits.find((hit) => hit.clause === clause);
  return [
    ...first.map((clause): Row => {
      const hit = hitOf(clause);
      return { clause, isAnswer: true, ...(hit && { hit }) };
    }),
    ...hits
      .filter(({ clause }) => !first.includes(clause))
      .map((hit): Row => ({ clause: hit.clause, hit, isAnswer: false })),
  ];
}

function noteOf(text: string, response: SearchResponse | undefined, say: DeskWords["search"]): string {
  if (text === "" || response === undefined) return say.idle;
  const { sentence, hits } = response;
  if (sentence?.refusal !== undefined) return `${say.refused}${sentence.refusal}`;
  if (sentence !== undefined && sentence.clauses.length > 0)
    return sentence.clauses.length > 1 ? say.choose : say.answer;
  return hits.length === 0 ? say.none : filled(say.count, { count: hits.length });
}

function highlighted(text: string, ranges: readonly Range[]): (Node | string)[] {
  let end = 0;
  const parts = ranges.flatMap((range) => {
    const before = text.slice(end, range.start);
    end = range.end;
    return [before, el("mark", {}, text.slice(range.start, range.end))];
  });
  return [...parts, text.slice(end)];
}
