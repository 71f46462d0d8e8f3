/** 适合我的：every clause judged for one owner, what fits first. */
import type { ClauseId } from "../knowledge/index.ts";
import { FACT_KEYS, type Verdict } from "../rules/index.ts";
import type { Block, VerdictLine } from "./blocks.ts";
import { labelsOf, RELIEF_YEAR_END, textBlock } from "./clause-reply.ts";
import { assessmentOf, type Case, clauseOf, measureName, openOf } from "./grounds.ts";
import type { Offer } from "./session.ts";
import { wording } from "./wording.ts";

/** What can be had for sure first. */
const RANK: readonly Verdict[] = ["eligible", "conditional", "available", "needs_info"];

export interface FitList {
  readonly blocks: readonly Block[];
  readonly offered: readonly Offer[];
}

/** The ranked list: what fits and what may, by number; what does not is counted. */
export function fitList(clauses: readonly ClauseId[], about: Case): FitList {
  const assessments = clauses.map((id) => assessmentOf(id, about));
  const fitting = RANK.flatMap((rank) => assessments.filter(({ verdict }) => verdict === rank));
  const lines = fitting.map(({ clause: id, verdict }, index): VerdictLine => {
    const { measure, title } = clauseOf(id, about);
    const label = `${measureName(measure)} ${title}`;
    return { number: index + 1, clause: id, verdict, label, detail: wording.verdicts[verdict] };
  });
  const missing = FACT_KEYS.filter((fact) => fitting.some((one) => one.missing.includes(fact)));
  const count = (...verdicts: Verdict[]) =>
    assessments.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const counted = [
    { of: count("ineligible"), say: wording.fit.ineligible },
    { of: count("informational"), say: wording.fit.informational },
    { of: count("expired"), say: wording.fit.expired },
  ].flatMap(({ of, say }) => (of > 0 ? [textBlock(say(of))] : []));
  const isDoubtful = fitting.length > 0 && about.asOf > RELIEF_YEAR_END;
  return {
    blocks: [
      textBlock(lines.length > 0 ? wording.fit.result(about.asOf) : wording.fit.none),
      ...(isDoubtful ? [{ kind: "caution", text: wording.noStatedEnd } as const] : []),
      ...(lines.length > 0 ? [{ kind: "verdicts", lines } as const, textBlock(wording.fit.pick)] : []),
      ...(missing.length > 0 ? [textBlock(wording.fit.open(labelsOf(missing)))] : []),
      ...counted,
    ],
    offered: fitting.map(({ clause }) => ({ clause })),
  };
}

/** How far the questions have come. */
export function progressBlock(clauses: readonly ClauseId[], about: Case): Block {
  const open = openOf(clauses, about).length;
  return textBlock(wording.fit.progress(clauses.length - open, open));
}
