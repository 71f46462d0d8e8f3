/** 条款查找：clauses as one types, by words, pinyin, initials, number; the same typing always gives the same list. */
import type { Clause, ClauseId, Knowledge } from "../../knowledge/index.ts";
import { normalise } from "../../retrieval/index.ts";
import { measureName } from "../grounds.ts";
import { addRun, type Found, newNode, type RunNode, runsFrom } from "./runs.ts";

/** Half-open, in UTF-16 units of the text beside it. */
export interface MatchedRange {
  readonly start: number;
  readonly end: number;
}

export interface SearchHit {
  readonly clause: ClauseId;
  /** Comparable within one search only. */
  readonly score: number;
  readonly title: readonly MatchedRange[];
  /** The words that were found where the title holds none of them: the clause's own, or how an owner put it. */
  readonly elsewhere?: {
    readonly from: "text" | "saying";
    readonly text: string;
    readonly ranges: readonly MatchedRange[];
  };
}

export interface ClauseSearch {
  readonly search: (typed: string) => readonly SearchHit[];
}

/** What is typed beyond it is not looked at. */
const LONGEST = 30;
/** Longer sayings tell stories. */
const LONGEST_SAYING = 40;
const LONGEST_RUN = 4;
/** Of a clause's sayings: what fewer than so many hold is not typical of it. */
const LEAST_SAYINGS = 3;
const WORTH = { title: 3, text: 1.2, saying: 0.8 };
const MOST_HITS = 12;
const EXCERPT = 26;

export function createClauseSearch({ notice, sayings }: Knowledge): ClauseSearch {
  const { clauses } = notice;
  const own = clauses.map(({ id }) => sayings.filter(({ label }) => label === id).map(({ text }) => text));
  const root = runsOf(clauses, own);
  const documentNumber = lettersOf(notice.documentNumber);
  const everyClause = clauses.map((clause): SearchHit => ({ clause: clause.id, score: 1, title: [] }));
  return {
    search: (text) => {
      const typed = lettersOf(text).slice(0, LONGEST);
      if (typed === "") return [];
      const numbered = numberedBy(text, clauses);
      if (numbered.length > 0) return numbered;
      const isDocument = /[\d函]/u.test(typed) && typed.length > 2 && documentNumber.includes(typed);
      return isDocument ? everyClause : hitsFor(typed, root, clauses, own);
    },
  };
}

/** Letters, digits and characters alone: blanks, the marks an input method puts between syllables, punctuation fall away. */
function lettersOf(text: string): string {
  return normalise(text).replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** 6, 第六条, M06, M06.4, 6.4 */
function numberedBy(text: string, clauses: readonly Clause[]): SearchHit[] {
  const typed = normalise(text).replaceAll(/\s/gu, "");
  const { measure, clause } =
    /^m?0?(?<measure>\d{1,2})(?:[.。．、-](?<clause>\d)?)?$/u.exec(typed)?.groups ?? {};
  const names = (number: number) => [measureName(number), measureName(number).slice(1, -1), `第${number}条`];
  return clauses
    .filter(({ id, measure: number }) => {
      if (measure === undefined) return names(number).includes(typed);
      return clause === undefined
        ? number === Number(measure)
        : id === `M${measure.padStart(2, "0")}.${clause}`;
    })
    .map(({ id }) => ({ clause: id, score: 1, title: [] }));
}

/** Every run of characters that tells clauses apart, with what it says for each. */
function runsOf(clauses: readonly Clause[], own: readonly (readonly string[])[]): RunNode {
  const worth = new Map<string, Map<number, number>>();
  const raise = (run: string, clause: number, weight: number) => {
    const weights = worth.get(run) ?? new Map<number, number>();
    worth.set(run, weights.set(clause, Math.max(weight, weights.get(clause) ?? 0)));
  };
  for (const [place, { title, text }] of clauses.entries()) {
    for (const [run, share] of typicalRuns(own[place] ?? []))
      raise(run, place, WORTH.saying + Math.min(WORTH.saying, 4 * share));
    for (const run of runsIn(text)) raise(run, place, WORTH.text);
    for (const run of runsIn(title)) raise(run, place, WORTH.title);
  }
  const root = newNode();
  for (const [run, weights] of worth) {
    const rarity = Math.log(1 + clauses.length / weights.size);
    addRun(root, run, new Map([...weights].map(([clause, weight]) => [clause, weight * rarity])));
  }
  return root;
}

/** The runs that several sayings of a clause hold, with the share of the sayings that do; a longer one only where its parts are. */
function typicalRuns(sayings: readonly string[]): Map<string, number> {
  const pieces = sayings
    .filter((saying) => saying.length <= LONGEST_SAYING)
    .map((saying) => [...saying.matchAll(HAN)].map(([piece]) => piece));
  const typical = new Map<string, number>();
  for (let length = 2; length <= LONGEST_RUN; length++) {
    const counts = new Map<string, number>();
    for (const saying of pieces) {
      const runs = new Set<string>();
      for (const piece of saying)
        for (let start = 0; start + length <= piece.length; start++) {
          const isRare = length > 2 && !typical.has(piece.slice(start, start + length - 1));
          if (!isRare) runs.add(piece.slice(start, start + length));
        }
      for (const run of runs) counts.set(run, (counts.get(run) ?? 0) + 1);
    }
    for (const [run, count] of counts) if (count >= LEAST_SAYINGS) typical.set(run, count / sayings.length);
  }
  return typical;
}

function runsIn(text: string): Set<string> {
  const runs = new Set<string>();
  for (const [piece] of normalise(text).matchAll(PIECE)) {
    for (let start = 0; start < piece.length; start++)
      for (let length = 1; length <= LONGEST_RUN && start + length <= piece.length; length++)
        runs.add(piece.slice(start, start + length));
  }
  return runs;
}

const PIECE = /[\p{L}\p{N}]+/gu;
const HAN = /\p{Script=Han}+/gu;

/** For each clause the best way to read what is typed as runs of its own. */
function hitsFor(
  typed: string,
  root: RunNode,
  clauses: readonly Clause[],
  own: readonly (readonly string[])[],
): SearchHit[] {
  const readings = bestReadings(
    Array.from(typed, (_, start) => runsFrom(root, typed, start)),
    clauses.length,
  );
  return clauses
    .flatMap((clause, place) => {
      const { score, runs } = readings[place] ?? NOTHING;
      return score > 0 ? [{ clause, place, score, runs }] : [];
    })
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .filter(({ score }, _, [best]) => score >= (best?.score ?? 0) * LEAST_OF_BEST)
    .slice(0, MOST_HITS)
    .map(({ clause, place, score, runs }) => hitOf(clause, score, runs, own[place] ?? []));
}

/** What is so much worse than the best is in the way. */
const LEAST_OF_BEST = 0.25;

interface Reading {
  readonly score: number;
  /** How many of the letters typed belong to a run. */
  readonly covered: number;
  readonly runs: readonly string[];
}

const NOTHING: Reading = { score: 0, covered: 0, runs: [] };

/** @param found the runs that begin at each letter typed */
function bestReadings(found: readonly (readonly Found[])[], clauses: number): Reading[] {
  const from: Reading[][] = Array.from({ length: found.length + 1 }, () => Array(clauses).fill(NOTHING));
  for (let at = found.length - 1; at >= 0; at--) {
    // A letter that belongs to nothing is passed over.
    const here = [...(from[at + 1] ?? [])];
    for (const { run, end, weights, told } of found[at] ?? [])
      for (const [clause, weight] of weights) {
        const rest = from[end]?.[clause] ?? NOTHING;
        const score = weight * told + rest.score;
        if (score > (here[clause]?.score ?? 0))
          here[clause] = { score, covered: rest.covered + end - at, runs: [run, ...rest.runs] };
      }
    from[at] = here;
  }
  return (from[0] ?? []).map(({ score, covered, runs }) => {
    return { score: score * (covered / found.length) ** 4, covered, runs };
  });
}

function hitOf(
  { id, title, text }: Clause,
  score: number,
  runs: readonly string[],
  sayings: readonly string[],
): SearchHit {
  const inTitle = rangesOf(runs, title);
  if (inTitle.length > 0) return { clause: id, score, title: inTitle };
  const longest = runs.toSorted((a, b) => b.length - a.length);
  const saying = text.includes(longest[0] ?? "")
    ? undefined
    : sayings.find((one) => one.includes(longest[0] ?? ""));
  const from = saying === undefined ? "text" : "saying";
  const excerpt = around(saying ?? text, longest[0] ?? "");
  return {
    clause: id,
    score,
    title: [],
    elsewhere: { from, text: excerpt, ranges: rangesOf(runs, excerpt) },
  };
}

/** Part of a longer text, with the words in it. */
function around(text: string, words: string): string {
  if (text.length <= EXCERPT) return text;
  const middle = Math.max(0, text.toLowerCase().indexOf(words));
  const start = Math.min(Math.max(0, middle - EXCERPT / 2), text.length - EXCERPT);
  return `${start > 0 ? "…" : ""}${text.slice(start, start + EXCERPT)}${start + EXCERPT < text.length ? "…" : ""}`;
}

/** Where the runs stand, in order, none within another. */
function rangesOf(runs: readonly string[], text: string): MatchedRange[] {
  const lower = text.toLowerCase();
  const ranges = [...new Set(runs)].flatMap((run) => {
    const start = lower.length === text.length ? lower.indexOf(run) : -1;
    return start < 0 ? [] : [{ start, end: start + run.length }];
  });
  const sorted = ranges.sort((a, b) => a.start - b.start || b.end - a.end);
  const apart: MatchedRange[] = [];
  for (const range of sorted) {
    const last = apart.at(-1);
    if (last === undefined || range.start > last.end) apart.push(range);
    else apart.splice(-1, 1, { start: last.start, end: Math.max(last.end, range.end) });
  }
  return apart;
}
