/** 适合我的：every clause judged for one owner, what fits first. */
import type { ClauseId } from "../knowledge/index.ts";
import { type Assessment, FACT_KEYS, type Verdict } from "../rules/index.ts";
import type { Block, VerdictLine } from "./blocks.ts";
import { labelsOf, RELIEF_YEAR_END, textBlock } from "./clause-reply.ts";
import { type Case, clauseOf, measureName, openOf } from "./grounds.ts";
import type { Offer } from "./session.ts";
import { wording } from "./wording.ts";

/** What can be had for sure first. */
const RANK = ["eligible", "conditional", "available"] as const satisfies readonly Verdict[];

export interface FitList {
  readonly blocks: readonly Block[];
  readonly offered: readonly Offer[];
}

/** The ranked list: what fits, by number; what may fit and what does not is counted. */
export function fitList(about: Case): FitList {
  const assessments = about.inquiry.assess(about.asOf);
  const fitting = RANK.flatMap((rank) => assessments.filter(({ verdict }) => verdict === rank));
  const lines = fitting.map(({ clause: id, verdict }, index): VerdictLine => {
    const { measure, title } = clauseOf(id, about);
    const label = `${measureName(measure)} ${title}`;
    const detail = wording.fit.verdicts[verdict as (typeof RANK)[number]];
    return { number: index + 1, clause: id, verdict, label, detail };
  });
  const isDoubtful = lines.length > 0 && about.asOf > RELIEF_YEAR_END;
  const undecided = openBlocks(assessments, lines.length + 1);
  return {
    blocks: [
      textBlock(lines.length > 0 ? wording.fit.result(about.asOf) : wording.fit.none),
      ...(isDoubtful ? [{ kind: "caution", text: wording.noStatedEnd } as const] : []),
      {
        kind: "verdicts",
        lines,
        all: Object.fromEntries(assessments.map(({ clause, verdict }) => [clause, verdict])),
      },
      ...(lines.length > 0 ? [textBlock(wording.fit.pick)] : []),
      ...countBlocks(assessments),
      ...undecided,
    ],
    offered: [
      ...fitting.map(({ clause }) => ({ clause })),
      ...(undecided.length > 0 ? [{ fit: true } as const] : []),
    ],
  };
}

/** What is still open, what it turns on, and the way on to it. */
function openBlocks(assessments: readonly Assessment[], number: number): Block[] {
  const open = assessments.filter(({ verdict }) => verdict === "needs_info");
  if (open.length === 0) return [];
  const missing = FACT_KEYS.filter((fact) => open.some((one) => one.missing.includes(fact)));
  return [
    textBlock(wording.fit.open(open.length, labelsOf(missing))),
    { kind: "choice", choices: [{ number, label: wording.fit.goOn }] },
  ];
}

function countBlocks(assessments: readonly Assessment[]): Block[] {
  const count = (verdict: Verdict) => assessments.filter((one) => one.verdict === verdict).length;
  return [
    { of: count("ineligible"), say: wording.fit.ineligible },
    { of: count("informational"), say: wording.fit.informational },
    { of: count("expired"), say: wording.fit.expired },
  ].flatMap(({ of, say }) => (of > 0 ? [textBlock(say(of))] : []));
}

/** How many still hang on what the owner says. */
export function progressBlock(clauses: readonly ClauseId[], about: Case): Block {
  return textBlock(wording.fit.progress(openOf(clauses, about).length));
}
