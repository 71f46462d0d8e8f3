/** 工单小结：a call as plain text to paste: what was asked, who called, what was said, on what grounds, what comes next. */
import type { ClauseId } from "../../knowledge/index.ts";
import type { Citation } from "../blocks.ts";
import { labelsOf } from "../clause-reply.ts";
import { assessmentOf, type Case, clauseOf, measureName } from "../grounds.ts";
import type { Delivery } from "../handle-turn.ts";
import { asQuoted } from "../quoted.ts";
import { newSession } from "../session.ts";
import { factsText } from "../telling.ts";
import { wording } from "../wording.ts";
import type { CallContent } from "./call.ts";

export interface Ticket {
  readonly content: CallContent;
  /** The facts of the call, judged for its day. */
  readonly about: Case;
  /** What the caller was told, in the order of `content.clauses`. */
  readonly told: readonly Delivery[];
  readonly staff: string;
  readonly durationMs: number;
}

const say = wording.hotline.ticket;

export function ticketText(ticket: Ticket): string {
  const { content, about, told, staff, durationMs } = ticket;
  const { clauses, notes, facts } = content;
  const known = factsText({ ...newSession, facts });
  const seconds = Math.floor(durationMs / 1000);
  const receipts = told.flatMap(({ receipt }, index) => {
    const clause = clauses[index];
    return receipt === null || clause === undefined ? [] : [say.receipt(titleOf(clause, about), receipt)];
  });
  return [
    say.heading,
    say.asked(askedText(content, about)),
    say.facts(known === "" ? say.noFacts : known),
    ...listed(say.answers, told.map(answerLine), say.noAnswer),
    ...listed(say.grounds, quotationLines(told)),
    ...listed(say.next, nextLines(content, about)),
    ...(notes.trim() === "" ? [] : [say.notes(notes.trim())]),
    ...(receipts.length > 0 ? [say.receipts(receipts.join("、"))] : []),
    say.duration(Math.floor(seconds / 60), seconds % 60),
    say.staff(staff),
  ].join("\n");
}

function listed(heading: string, lines: readonly string[], none?: string): string[] {
  if (lines.length === 0) return none === undefined ? [] : [`${heading}${none}`];
  return [heading, ...lines.map((line, index) => say.item(index + 1, line))];
}

function askedText({ asked, clauses }: CallContent, about: Case): string {
  if (asked.length > 0) return asked.join("；");
  if (clauses.length === 0) return say.nothingAsked;
  return say.consulted(clauses.map((id) => `“${titleOf(id, about)}”`).join("、"));
}

function titleOf(id: ClauseId, about: Case): string {
  return clauseOf(id, about).title;
}

/** The conclusion, what does not hold and whether it still runs: all that comes before the quotation. */
function answerLine({ blocks }: Delivery): string {
  const quotation = blocks.findIndex(({ kind }) => kind === "citation");
  return blocks
    .slice(0, quotation < 0 ? blocks.length : quotation)
    .flatMap((block) => ("text" in block && block.kind !== "receipt" ? [block.text] : []))
    .join("");
}

function quotationLines(told: readonly Delivery[]): string[] {
  return told.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === "citation" ? [quotation(block.citation)] : [])),
  );
}

function quotation({ heading, measureText, start, end, departments }: Citation): string {
  return say.quotation(heading, asQuoted(measureText.slice(start, end)), departments);
}

function nextLines({ clauses, isUnresolved }: CallContent, about: Case): string[] {
  const lines = clauses.flatMap((id) => {
    const { decidedBy } = clauseOf(id, about);
    const title = `${measureName(clauseOf(id, about).measure)} ${titleOf(id, about)}`;
    const { verdict, missing } = assessmentOf(id, about);
    return [
      ...(missing.length > 0 ? [say.missing(title, labelsOf(missing))] : []),
      ...(verdict === "conditional" && decidedBy !== undefined ? [say.decidedBy(title, decidedBy)] : []),
    ];
  });
  if (isUnresolved) return [say.unresolved, ...lines];
  return clauses.length > 0 && lines.length === 0 ? [say.resolved] : lines;
}
