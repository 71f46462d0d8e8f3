/** 一个框：what the operator types, as clauses; of a sentence first what an owner who says it is answered. */
import type { ClauseId, IsoDate } from "../../knowledge/index.ts";
import { respond, type Services } from "../respond.ts";
import { newSession, type WrittenFacts } from "../session.ts";
import type { ClauseSearch, SearchHit } from "./clause-search.ts";

export interface DeskFound {
  readonly hits: readonly SearchHit[];
  /** Where a sentence was typed: what the owner would be told. */
  readonly sentence?: SentenceFound;
}

export interface SentenceFound {
  /** The clauses the answer is about; empty where there is none. */
  readonly clauses: readonly ClauseId[];
  /** The facts with what the sentence tells. */
  readonly facts: WrittenFacts;
  /** What is said where no clause is the answer. */
  readonly refusal?: string;
}

export async function searchDesk(
  typed: string,
  facts: WrittenFacts,
  asOf: IsoDate,
  { search }: ClauseSearch,
  services: Services,
): Promise<DeskFound> {
  const hits = search(typed);
  if (!isSentence(typed)) return { hits };
  const { session, reply, retrieval } = await respond(
    { text: typed, session: { ...newSession, facts }, asOf },
    services,
  );
  const cited = reply.blocks.flatMap((block) => (block.kind === "citation" ? [block.citation.clause] : []));
  const offered = reply.outcome === "clarify" ? (retrieval?.hits ?? []).slice(0, 3) : [];
  const clauses = cited.length > 0 ? cited : offered.map(({ clause }) => clause);
  const first = reply.blocks.find(({ kind }) => kind === "text");
  const near = (retrieval?.nearest ?? []).filter(({ score }) => score >= NEAR).map(({ clause }) => clause);
  return {
    // Of a whole sentence the words alone say little: what lies near is what retrieval says.
    hits:
      retrieval === undefined
        ? hits
        : near.map((clause) => hits.find((hit) => hit.clause === clause) ?? { clause, score: 0, title: [] }),
    sentence: {
      clauses,
      facts: session.facts,
      ...(reply.outcome === "out_of_scope" && first?.kind === "text" && { refusal: first.text }),
    },
  };
}

const SHORTEST_SENTENCE = 5;
/** A clause less likely than this is in the way. */
const NEAR = 0.01;

/** Enough characters to be said, not looked up. */
function isSentence(typed: string): boolean {
  return (typed.match(/\p{Script=Han}/gu) ?? []).length >= SHORTEST_SENTENCE;
}
