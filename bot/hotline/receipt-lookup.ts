/** 查回执：what the owner was shown under a receipt told over the telephone, and whether it still stands. */
import type { IsoDate } from "../../knowledge/index.ts";
import type { Block } from "../blocks.ts";
import type { Delivery, Desk } from "../handle-turn.ts";
import { changeSince, replay } from "../replay.ts";
import type { WrittenFacts } from "../session.ts";
import { factText, saidFacts } from "../telling.ts";
import { wording } from "../wording.ts";
import { saidDigits } from "./spoken-code.ts";

export type ReceiptLookup =
  | { readonly kind: "mistyped" | "unknown"; readonly message: string }
  | ReceiptFound;

export interface ReceiptFound {
  readonly kind: "found";
  readonly code: string;
  /** The day it was judged for. */
  readonly asOf: IsoDate;
  readonly channel?: string;
  /** When it was given. */
  readonly at?: number;
  /** What the owner had written. */
  readonly text: string;
  readonly facts: WrittenFacts;
  readonly known: readonly string[];
  /** As the owner saw it. */
  readonly blocks: readonly Block[];
  /** What has changed since, in a sentence. */
  readonly change?: string;
  /** How it comes out now, where that is otherwise. */
  readonly now?: readonly Block[];
}

const DIGITS = 12;

/** @throws StoreError */
export async function lookUpReceipt(said: string, desk: Desk): Promise<ReceiptLookup> {
  const digits = saidDigits(said);
  const say = wording.hotline.receipt;
  if (digits.length !== DIGITS) return { kind: "mistyped", message: say.length(digits.length) };
  const found = await replay(digits, desk);
  if (found.kind === "mistyped") return { kind: "mistyped", message: say.checkDigit };
  if (found.kind === "unknown") return { kind: "unknown", message: say.unknown };
  const turn = await desk.store.transcripts.withReceipt(found.code);
  const seen = (turn?.reply as Delivery | undefined)?.blocks;
  const isOther = found.kind === "changed" && !found.isSame;
  const change = changeSince(found);
  return {
    kind: "found",
    code: found.code,
    asOf: found.record.asOf,
    ...(turn && { channel: turn.conversation.split(":", 1)[0] ?? "", at: turn.at }),
    text: found.record.text,
    facts: found.session.facts,
    known: saidFacts(found.session.facts).map((fact) => factText(fact, found.session.facts[fact])),
    blocks: seen ?? found.blocks,
    ...(change !== undefined && { change }),
    ...(isOther && { now: found.blocks }),
  };
}
