/** What is wrong with a set of sayings: too few, said twice, copied from the clause, or taken from an evaluation. */
import type { ClauseId, Notice } from "./notice.ts";
import type { Label, OtherLabel, Saying } from "./sayings.ts";

export interface SayingFault {
  readonly kind: "too-few" | "duplicate" | "near-duplicate" | "copied" | "evaluation";
  readonly label: Label;
  readonly text: string;
  readonly reason: string;
}

/** How many sayings each label needs. */
const LEAST_PER_CLAUSE = 90;
const LEAST: Readonly<Record<OtherLabel, number>> = {
  document: 150,
  overview: 100,
  "near-miss": 300,
  far: 300,
  smalltalk: 40,
  handover: 40,
};
const LEAST_OUT_OF_SCOPE = 900;
/** Two sayings that share this much of their pairs of characters are one. */
const ALIKE = 0.7;
/** Short ones may share most of their characters and still be two questions. */
const SHORT = 6;
/** So many characters in a row are copied, not said. */
const COPIED = 6;
const EVALUATION_CONTAINED = 8;

/** @param evaluation sentences that must not have been learnt from */
export function faultsOf(
  sayings: readonly Saying[],
  notice: Notice,
  evaluation: readonly string[] = [],
): SayingFault[] {
  return [
    ...tooFew(sayings, notice),
    ...repeated(sayings),
    ...copied(sayings, notice),
    ...fromEvaluation(sayings, evaluation),
  ];
}

/** Letters and digits only: what is left when two sayings differ in punctuation. */
export function bare(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

function tooFew(sayings: readonly Saying[], notice: Notice): SayingFault[] {
  const count = (label: Label) => sayings.filter((saying) => saying.label === label).length;
  const least: [Label, number][] = [
    ...notice.clauses.map((clause): [ClauseId, number] => [clause.id, LEAST_PER_CLAUSE]),
    ...Object.entries(LEAST),
  ];
  const faults = least
    .filter(([label, wanted]) => count(label) < wanted)
    .map(([label, wanted]): SayingFault => {
      return { kind: "too-few", label, text: "", reason: `${count(label)} sayings, ${wanted} wanted` };
    });
  const outOfScope = count("near-miss") + count("far");
  if (outOfScope < LEAST_OUT_OF_SCOPE) {
    faults.push({
      kind: "too-few",
      label: "far",
      text: "",
      reason: `${outOfScope} out of scope, ${LEAST_OUT_OF_SCOPE} wanted`,
    });
  }
  return faults;
}

function repeated(sayings: readonly Saying[]): SayingFault[] {
  const seen = new SimilarTexts();
  return sayings.flatMap(({ text, label }): SayingFault[] => {
    const twin = seen.twinOf(text);
    seen.add(text);
    if (twin === undefined) return [];
    const kind = bare(twin) === bare(text) ? "duplicate" : "near-duplicate";
    return [{ kind, label, text, reason: `like “${twin}”` }];
  });
}

function copied(sayings: readonly Saying[], notice: Notice): SayingFault[] {
  const runsOf = new Map(
    notice.clauses.map((clause) => [clause.id, new Set(runs(bare(clause.text), COPIED))]),
  );
  return sayings.flatMap(({ text, label }): SayingFault[] => {
    const run = runs(bare(text), COPIED).find((candidate) => runsOf.get(label)?.has(candidate));
    return run === undefined ? [] : [{ kind: "copied", label, text, reason: `“${run}” is the clause's` }];
  });
}

function fromEvaluation(sayings: readonly Saying[], evaluation: readonly string[]): SayingFault[] {
  const known = new SimilarTexts();
  for (const sentence of evaluation) known.add(sentence);
  const long = evaluation.map(bare).filter((sentence) => sentence.length >= EVALUATION_CONTAINED);
  return sayings.flatMap(({ text, label }): SayingFault[] => {
    const words = bare(text);
    const twin = bare(text).length >= SHORT ? known.twinOf(text) : undefined;
    const inside = long.find((sentence) => words.includes(sentence));
    const found = twin ?? inside;
    return found === undefined ? [] : [{ kind: "evaluation", label, text, reason: `like “${found}”` }];
  });
}

/** Finds a text that is the same, or nearly so, among those added: pairs of characters in an inverted index. */
class SimilarTexts {
  readonly #texts: { text: string; pairs: ReadonlySet<string> }[] = [];
  readonly #byPair = new Map<string, number[]>();
  readonly #exact = new Map<string, string>();

  add(text: string): void {
    const pairs = pairsOf(text);
    for (const pair of pairs) {
      const rows = this.#byPair.get(pair);
      if (rows) rows.push(this.#texts.length);
      else this.#byPair.set(pair, [this.#texts.length]);
    }
    this.#texts.push({ text, pairs });
    this.#exact.set(bare(text) || text, text);
  }

  twinOf(text: string): string | undefined {
    const same = this.#exact.get(bare(text) || text);
    if (same !== undefined) return same;
    const pairs = pairsOf(text);
    if (pairs.size < SHORT - 1) return undefined;
    const shared = new Map<number, number>();
    for (const pair of pairs) {
      for (const row of this.#byPair.get(pair) ?? []) shared.set(row, (shared.get(row) ?? 0) + 1);
    }
    for (const [row, count] of shared) {
      const other = this.#texts[row];
      if (other && count / (pairs.size + other.pairs.size - count) >= ALIKE) return other.text;
    }
    return undefined;
  }
}

function pairsOf(text: string): ReadonlySet<string> {
  return new Set(runs(bare(text), 2));
}

function runs(text: string, length: number): string[] {
  const found: string[] = [];
  for (let start = 0; start + length <= text.length; start++) found.push(text.slice(start, start + length));
  return found;
}
