/** 工单小结：made by the server, copied at once, shown for reading. */
import type { TicketResponse } from "../../../channels/hotline/protocol-desk.ts";
import { copyText } from "../../shared/copy.ts";
import { el } from "../element.ts";
import type { SideSheet } from "./side-sheet.ts";
import type { DeskWords } from "./words.ts";

/** @returns what to announce */
export async function showTicket(
  { text }: TicketResponse,
  sheet: SideSheet,
  words: DeskWords,
): Promise<string> {
  const box = el("textarea", {
    class: "ticket-text",
    readonly: true,
    "aria-label": words.ticket.label,
    spellcheck: "false",
  });
  box.value = text;
  sheet.open(words.ticket.label, box);
  const copied = await copyText(text, box);
  // Focus stays where single keys work, unless the text has to be copied by hand.
  if (copied) return words.ticket.copied;
  box.focus();
  box.select();
  return words.ticket.notCopied;
}
