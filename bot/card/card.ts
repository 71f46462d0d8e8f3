/** 政策明白卡：one answer on one page: what the policy says, whether it fits and why, what is missing, whom to ask. Pure. */
import type { Clause, ClauseId, IsoDate } from "../../knowledge/index.ts";
import { FACTS, type FactKey, type FactSpec, type Verdict } from "../../rules/index.ts";
import type { Block, Citation, ConditionLine, VerdictLine } from "../blocks.ts";
import { clauseBlocks } from "../clause-reply.ts";
import { assessmentOf, type Case, clauseOf, type Grounds } from "../grounds.ts";
import { changeSince, type Replay } from "../replay.ts";
import { caseOf } from "../topics.ts";
import { wording } from "../wording.ts";

export interface Card {
  readonly receipt: string;
  readonly asOf: IsoDate;
  /** 《…》（文号） */
  readonly notice: string;
  /** That something has changed since the answer was given. */
  readonly changed?: string;
  readonly clauses: readonly CardClause[];
  /** Of an answer that goes through all clauses. */
  readonly list: readonly VerdictLine[];
  /** Said of the list. */
  readonly listNotes: readonly string[];
  /** There is something to prepare for. */
  readonly isOpenToApply: boolean;
  readonly missing: readonly MissingFact[];
}

export interface CardClause {
  readonly title: string;
  readonly verdict: string;
  readonly conclusion: string;
  /** What it fails on, until when it runs, who decides. */
  readonly remarks: readonly string[];
  readonly citation: Citation;
  readonly conditions: readonly ConditionLine[];
  readonly cautions: readonly string[];
  readonly later: readonly string[];
}

/** What has to be known still, and where to look for it. */
export interface MissingFact {
  readonly label: string;
  readonly question: string;
}

const OPEN: ReadonlySet<Verdict> = new Set(["eligible", "conditional", "available", "needs_info"]);

type Replayed = Extract<Replay, { kind: "same" | "changed" }>;

export function cardOf(replayed: Replayed, grounds: Grounds): Card {
  const { code, session, record, blocks } = replayed;
  const about = caseOf(session, grounds);
  const ids = [...new Set(blocks.flatMap((block) => (block.kind === "conclusion" ? [block.clause] : [])))];
  const list = blocks.flatMap((block) => (block.kind === "verdicts" ? block.lines : []));
  const { measuresTitle, documentNumber } = grounds.notice;
  const changed = changeSince(replayed);
  return {
    receipt: code,
    asOf: record.asOf,
    notice: wording.card.notice(measuresTitle, documentNumber),
    ...(changed !== undefined && { changed }),
    clauses: ids.map((id) => cardClauseOf(clauseOf(id, grounds), about)),
    list,
    listNotes: blocks.some(({ kind }) => kind === "verdicts") ? notesIn(blocks) : [],
    isOpenToApply: ids.some((id) => OPEN.has(assessmentOf(id, about).verdict)),
    missing: missingOf(ids, about),
  };
}

function cardClauseOf(clause: Clause, about: Case): CardClause {
  const blocks = clauseBlocks(clause.id, about, "explained");
  const of = <Kind extends Block["kind"]>(kind: Kind) =>
    blocks.filter((block): block is Extract<Block, { kind: Kind }> => block.kind === kind);
  const [conclusion] = of("conclusion");
  const [quoted] = of("citation");
  if (!conclusion || !quoted)
    throw new RangeError(`The reply on clause ${clause.id} has no conclusion or no citation.`);
  return {
    title: clause.title,
    verdict: conclusion.verdict,
    conclusion: conclusion.text,
    remarks: of("text")
      .map(({ text }) => text)
      .filter((text) => text !== wording.elsewhere),
    citation: quoted.citation,
    conditions: of("conditions").flatMap(({ lines }) => lines),
    cautions: of("caution").map(({ text }) => text),
    later: of("later").map(({ text }) => text),
  };
}

/** What is said of a list, without the ways to go on from it. */
function notesIn(blocks: readonly Block[]): readonly string[] {
  const after = blocks.findIndex(({ kind }) => kind === "verdicts");
  return blocks
    .flatMap((block, index) =>
      block.kind === "caution" || (block.kind === "text" && index > after) ? [block.text] : [],
    )
    .filter((text) => text !== wording.fit.pick);
}

function missingOf(ids: readonly ClauseId[], about: Case): readonly MissingFact[] {
  const facts = new Set<FactKey>(ids.flatMap((id) => assessmentOf(id, about).missing));
  return [...facts].map((fact) => {
    const { label, question }: FactSpec = FACTS[fact];
    return { label, question: question ?? label };
  });
}
