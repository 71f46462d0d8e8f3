/** 查回执：twelve digits typed or said; what the owner saw, whether it still stands, and the facts behind it. */
import type { ReceiptRequest, ReceiptResponse, WireFacts } from "../../../channels/hotline/protocol-desk.ts";
import { renderBlocks } from "../../shared/blocks.ts";
import { type Api, ApiError } from "../api.ts";
import { button, el, filled, replace } from "../element.ts";
import type { SideSheet } from "./side-sheet.ts";
import type { DeskWords } from "./words.ts";

interface Surroundings {
  readonly api: Api;
  readonly words: DeskWords;
  readonly sheet: SideSheet;
  /** Takes the facts behind the receipt over into the call. */
  readonly onTake: (facts: WireFacts) => void;
}

/** So many digits or number words make a receipt. */
const DIGITS = 12;
const DIGIT = /[\d零〇洞一幺二两三四五六七拐八九勾]/gu;

export function showReceiptLookup({ api, words, sheet, onTake }: Surroundings): void {
  const say = words.receipt;
  const input = el("input", {
    type: "text",
    id: "desk-receipt",
    placeholder: say.placeholder,
    "aria-label": say.field,
    autocomplete: "off",
    spellcheck: "false",
    maxlength: 100,
  });
  const trouble = el("p", { class: "trouble", role: "alert" });
  const result = el("div", { class: "receipt-result" });
  let asked = 0;
  const look = async () => {
    const mine = ++asked;
    try {
      const response = await api.post<ReceiptResponse>("/receipts", {
        said: input.value,
      } satisfies ReceiptRequest);
      if (mine !== asked) return;
      replace(trouble, response.kind === "found" ? "" : response.message);
      if (response.kind === "found") replace(result, ...foundParts(response, words, onTake));
      else replace(result);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      replace(trouble, error.message);
    }
  };
  input.addEventListener("input", () => {
    const digits = input.value.normalize("NFKC").match(DIGIT)?.length ?? 0;
    replace(trouble);
    if (digits >= DIGITS) void look();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) void look();
  });
  sheet.open(say.label, el("label", { class: "field" }, say.field, input), trouble, result);
  input.focus();
}

function foundParts(
  found: ReceiptResponse & { readonly kind: "found" },
  words: DeskWords,
  onTake: (facts: WireFacts) => void,
): HTMLElement[] {
  const say = words.receipt;
  const channel = words.channels[found.channel as keyof DeskWords["channels"]] ?? found.channel ?? "";
  const at = found.at === undefined ? "" : new Date(found.at).toLocaleString("zh-CN", { hour12: false });
  const take = button(say.take, () => onTake(found.facts));
  const blocks = (title: string, shown: typeof found.blocks) =>
    el(
      "section",
      {},
      el("h3", {}, title),
      el("div", { class: "blocks" }, ...renderBlocks(shown, words.blocks)),
    );
  return [
    el("p", { class: found.change === undefined ? "stands" : "caution" }, found.change ?? say.same),
    el(
      "dl",
      { class: "receipt-facts" },
      el("dt", {}, say.asked),
      el("dd", {}, found.text),
      el("dt", {}, say.facts),
      el("dd", {}, found.known.length > 0 ? found.known.join("；") : say.noFacts),
      el("dt", {}, filled(say.from, { channel, at })),
      el("dd", {}, filled(say.judged, { asOf: found.asOf })),
    ),
    ...(found.known.length > 0 ? [take] : []),
    ...(found.now === undefined ? [] : [blocks(say.now, found.now)]),
    blocks(say.seen, found.blocks),
  ];
}
