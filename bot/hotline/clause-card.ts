/** 条款卡：all the operator needs of one clause for this caller: what to say, what it says, what it rests on. */
import type { Clause, ClauseId } from "../../knowledge/index.ts";
import type { FactKey, Verdict } from "../../rules/index.ts";
import type { Block } from "../blocks.ts";
import { clauseBlocks } from "../clause-reply.ts";
import { assessmentOf, type Case, clauseOf, measureName, nextFact } from "../grounds.ts";
import { wording } from "../wording.ts";
import { type Script, scriptOf } from "./script.ts";

export interface ClauseCard {
  readonly clause: ClauseId;
  readonly title: string;
  /** 第六条 */
  readonly measure: string;
  readonly verdict: Verdict;
  readonly script: Script;
  /** Until when it runs, where the notice says so. */
  readonly window: string;
  /** The fact to ask for next so that this clause can be judged. */
  readonly next?: FactKey;
  /** What the owner is shown: conclusion, original text with departments, conditions, who decides, what came later. */
  readonly blocks: readonly Block[];
}

export function cardOf(id: ClauseId, about: Case): ClauseCard {
  const clause = clauseOf(id, about);
  const { verdict } = assessmentOf(id, about);
  const next = nextFact([id], undefined, about);
  return {
    clause: id,
    title: clause.title,
    measure: measureName(clause.measure),
    verdict,
    script: scriptOf(id, about, next),
    window: windowOf(clause),
    ...(next !== undefined && { next }),
    blocks: clauseBlocks(id, about),
  };
}

function windowOf({ validFrom, validTo }: Clause): string {
  return validTo === undefined
    ? wording.hotline.openWindow(validFrom)
    : wording.hotline.window(validFrom, validTo);
}
