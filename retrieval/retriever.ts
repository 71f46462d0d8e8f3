/** 检索：a question → what kind of question it is, and the clauses it is about, best first. */
import type { ClauseId, Label } from "../knowledge/index.ts";
import {
  CHANNELS,
  type Channel,
  type Glimpse,
  glimpseOf,
  type Instruments,
  type Views,
  viewsOf,
} from "./channels.ts";
import type { LocalEmbeddings } from "./embedder.ts";
import { FITTED, type Fusion, fusedLogits, mixed, probabilitiesOf, share } from "./fusion.ts";
import { normalise } from "./normalise.ts";
import { partsOf } from "./parts.ts";
import { REFUSALS, standsAlone } from "./stands-alone.ts";

export type Outcome =
  | "answer"
  | "clarify"
  | "document"
  | "overview"
  | "out_of_scope"
  | "smalltalk"
  | "handover";

/** 命中：a clause found. `score` is its probability, 0 … 1. */
export interface Hit {
  readonly clause: ClauseId;
  readonly score: number;
}

/** Why a question is refused: beside the notice, far from it, or nothing that can be read. */
export type Refusal = "near-miss" | "far" | "empty";

/** Why a label scored as it did. */
export interface Explanation {
  readonly label: Label;
  readonly probability: number;
  /** Each channel's term in the label's log score, 0 at best. */
  readonly shares: Readonly<Record<Channel, number>>;
}

export interface Retrieval {
  readonly outcome: Outcome;
  /** Best first, at most five; empty unless the outcome is `answer` or `clarify`. */
  readonly hits: readonly Hit[];
  /** Why nothing was found, where nothing was. */
  readonly refusal?: Refusal;
  /** The clauses nearest to a question that was not answered, for those who maintain the sayings. */
  readonly nearest: readonly Hit[];
  /** Several needs in one message: their clauses, in the order they were named. */
  readonly needs: readonly ClauseId[];
}

export interface Retriever {
  /** @param context earlier turns of the owner, oldest first */
  readonly retrieve: (question: string, context?: readonly string[]) => Promise<Retrieval>;
  /** The same, and where each score comes from. */
  readonly explain: (question: string, context?: readonly string[]) => Promise<ExplainedRetrieval>;
}

export interface ExplainedRetrieval {
  readonly retrieval: Retrieval;
  readonly weighed: Weighed;
  readonly labels: readonly Explanation[];
  /** For each channel that has any, the nearest passages. */
  readonly nearest: Readonly<Partial<Record<Channel, readonly { label: Label; text: string }[]>>>;
}

/** What the outcome was decided by. */
export interface Weighed {
  /** The probabilities of all clauses together. */
  readonly clauses: number;
  /** Of all reasons to refuse; above that of the clauses, the question is refused. */
  readonly refusals: number;
  /** Two clauses are a tie where the second has this share of the first's probability. */
  readonly nearTie: number;
}

const MOST_HITS = 5;
const OUTCOME_OF: Readonly<Record<string, Outcome>> = {
  document: "document",
  overview: "overview",
  "near-miss": "out_of_scope",
  far: "out_of_scope",
  smalltalk: "smalltalk",
  handover: "handover",
};

/** What a question looks like to the channels, part by part; all that fusion needs. */
export interface Reading {
  /** Normalised. */
  readonly text: string;
  readonly whole: Views;
  readonly asked?: Views;
  readonly inContext?: Views;
  /** Each piece of the message on its own. */
  readonly needs: readonly Glimpse[];
}

export function createRetriever(
  instruments: Instruments,
  embeddings: LocalEmbeddings,
  fusion: Fusion = FITTED,
): Retriever {
  const judge = async (question: string, context: readonly string[] = []) => {
    const text = normalise(question);
    if (!/[\p{L}\p{N}]/u.test(text)) return { reading: undefined, judgement: nothingAsked(instruments) };
    const reading = await readQuestion(text, context, instruments, embeddings);
    return { reading, judgement: judgementOf(reading, instruments, fusion) };
  };
  return {
    retrieve: async (question, context) => (await judge(question, context)).judgement.retrieval,
    explain: async (question, context) => {
      const { reading, judgement } = await judge(question, context);
      return explained(reading, judgement, instruments, fusion);
    },
  };
}

/** Looks at the question with every channel. Fusion comes after, so that it can be fitted without looking again. */
export async function readQuestion(
  text: string,
  context: readonly string[],
  instruments: Instruments,
  embeddings: LocalEmbeddings,
): Promise<Reading> {
  const { whole, asked, needs } = partsOf(text);
  const before = context.map(normalise).filter((turn) => turn !== "");
  const inContext = before.length > 0 ? [...before.slice(-2), whole].join("。") : whole;
  // One call for all parts: the model's fixed cost is the larger half for short texts.
  const texts = [...new Set([whole, asked, inContext])];
  const vectors =
    texts.length > 1 ? await embeddings.embedDocuments(texts) : [await embeddings.embedQuery(whole)];
  const view = (words: string) => viewsOf(words, vectors[texts.indexOf(words)] ?? [], instruments);
  return {
    text,
    whole: view(whole),
    ...(asked !== whole && { asked: view(asked) }),
    ...(inContext !== whole && { inContext: view(inContext) }),
    needs: needs.map((need) => glimpseOf(need, instruments)),
  };
}

interface Judgement {
  readonly probabilities: Float64Array;
  readonly retrieval: Retrieval;
}

/** From the channels' views to outcome and clauses. Pure. */
export function judgementOf(reading: Reading, instruments: Instruments, fusion: Fusion): Judgement {
  const { labels } = instruments;
  const probabilities = probabilitiesIn(reading, instruments, fusion);
  const best = bestLabels(probabilities, () => true)[0] ?? 0;
  const isClause = (label: number) => OUTCOME_OF[labels[label] as string] === undefined;
  const clauses = bestLabels(probabilities, isClause);
  const named = (least: number) => needsOf(reading, clauses[0] ?? 0, isClause, least, fusion);
  const needs = named(fusion.secondNeed);
  const ranked = [...new Set([...clauses.slice(0, 1), ...named(fusion.need).slice(0, 3), ...clauses])].slice(
    0,
    MOST_HITS,
  );
  const hits = ranked.map(
    (label): Hit => ({ clause: labels[label] as ClauseId, score: probabilities[label] as number }),
  );
  const probabilityOf = (label: Label) => probabilities[labels.indexOf(label)] as number;
  const refused = REFUSALS.reduce((sum, label) => sum + probabilityOf(label), 0);
  const answered = clauses.reduce((sum, label) => sum + (probabilities[label] as number), 0);

  const other = OUTCOME_OF[labels[best] as string];
  const outOfScope = refused > answered && (other === undefined || other === "out_of_scope");
  const outcome: Outcome = outOfScope
    ? "out_of_scope"
    : isClause(best) || other === "out_of_scope"
      ? "answer"
      : (other as Outcome);
  if (outcome !== "answer") {
    const [refusal] = REFUSALS.toSorted((a, b) => probabilityOf(b) - probabilityOf(a));
    return {
      probabilities,
      retrieval: {
        outcome,
        hits: [],
        nearest: hits,
        needs: [],
        ...(outOfScope && refusal !== undefined && { refusal }),
      },
    };
  }

  const [first, second] = clauses;
  const tie =
    needs.length < 2 &&
    first !== undefined &&
    second !== undefined &&
    (probabilities[second] as number) >= fusion.nearTie * (probabilities[first] as number);
  return {
    probabilities,
    retrieval: {
      outcome: tie ? "clarify" : "answer",
      hits,
      nearest: hits,
      needs: needs.length > 1 ? needs.map((label) => labels[label] as ClauseId) : [],
    },
  };
}

/** With what was said before, as far as the message leans on it. */
function probabilitiesIn(reading: Reading, instruments: Instruments, fusion: Fusion): Float64Array {
  const { labels } = instruments;
  const { text, whole, asked, inContext } = reading;
  let logits = fusedLogits(whole, fusion.weights);
  if (asked) logits = mixed(logits, fusedLogits(asked, fusion.weights), fusion.asked);
  const alone = probabilitiesOf(refusing(logits, labels, fusion));
  if (inContext === undefined) return alone;
  const leaning = mixed(fusedLogits(inContext, fusion.weights), logits, fusion.alone);
  const together = probabilitiesOf(refusing(leaning, labels, fusion));
  return mixed(together, alone, standsAlone(text, alone, together, instruments, fusion.standsAlone));
}

function refusing(logits: Float64Array, labels: readonly Label[], { refusal }: Fusion): Float64Array {
  return logits.map((logit, label) => (isRefusal(labels[label]) ? logit + refusal : logit));
}

function isRefusal(label: Label | undefined): boolean {
  return REFUSALS.some((refusal) => refusal === label);
}

/** A piece of the message that is surely about another clause is a need of its own. */
function needsOf(
  reading: Reading,
  first: number,
  isClause: (label: number) => boolean,
  least: number,
  { weights }: Fusion,
): number[] {
  const sure = reading.needs.flatMap((glimpse) => {
    const probabilities = probabilitiesOf(fusedLogits(glimpse, weights));
    const best = bestLabels(probabilities, () => true)[0] ?? 0;
    return isClause(best) && (probabilities[best] as number) >= least ? [best] : [];
  });
  return [...new Set(sure.includes(first) ? sure : [first, ...sure])];
}

function bestLabels(probabilities: Float64Array, wanted: (label: number) => boolean): number[] {
  return [...probabilities.keys()]
    .filter(wanted)
    .sort((a, b) => (probabilities[b] as number) - (probabilities[a] as number) || a - b);
}

/** No letter, no digit: nothing to look up. */
function nothingAsked({ labels }: Instruments): Judgement {
  const probabilities = new Float64Array(labels.length);
  probabilities[labels.indexOf("far")] = 1;
  return {
    probabilities,
    retrieval: { outcome: "out_of_scope", hits: [], nearest: [], needs: [], refusal: "empty" },
  };
}

function explained(
  reading: Reading | undefined,
  { probabilities, retrieval }: Judgement,
  { labels, passages }: Instruments,
  fusion: Fusion,
): ExplainedRetrieval {
  const views = reading?.inContext ?? reading?.whole;
  const weighed = weighedIn(probabilities, labels, fusion);
  if (views === undefined) return { retrieval, weighed, labels: [], nearest: {} };
  const top = bestLabels(probabilities, () => true).slice(0, MOST_HITS);
  return {
    retrieval,
    weighed,
    labels: top.map((label) => ({
      label: labels[label] as Label,
      probability: probabilities[label] as number,
      shares: Object.fromEntries(
        CHANNELS.map((channel) => [channel, share(views, fusion.weights, channel, label)]),
      ) as Record<Channel, number>,
    })),
    nearest: Object.fromEntries(
      CHANNELS.filter((channel) => views[channel].nearest.length > 0).map((channel) => [
        channel,
        views[channel].nearest.slice(0, 3).flatMap((row) => passages[row] ?? []),
      ]),
    ),
  };
}

function weighedIn(probabilities: Float64Array, labels: readonly Label[], { nearTie }: Fusion): Weighed {
  const sumOf = (wanted: (label: Label) => boolean) =>
    labels.reduce((sum, label, index) => sum + (wanted(label) ? (probabilities[index] as number) : 0), 0);
  return { clauses: sumOf((label) => OUTCOME_OF[label] === undefined), refusals: sumOf(isRefusal), nearTie };
}
