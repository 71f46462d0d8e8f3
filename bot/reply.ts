/** 答复：what to say, in blocks, before it has a form. Each sentence is the notice's or stands in `wording.ts`. */
import type { Clause, IsoDate, Notice } from "../knowledge/index.ts";
import type { Outcome, Retrieval } from "../retrieval/index.ts";
import type { Block, Choice } from "./blocks.ts";
import { wording } from "./wording.ts";

export interface Reply {
  readonly outcome: Outcome;
  readonly blocks: readonly Block[];
}

/** 2022年末: clauses without a stated end are doubtful after it. */
const RELIEF_YEAR_END: IsoDate = "2022-12-31";
const CHOICE_BEGINNING = 24;
/** A clause less likely than this is not worth naming in a refusal. */
const NEAR = 0.02;

/** @param asOf the date judged for, Asia/Shanghai */
export function replyWith(question: string, retrieval: Retrieval, notice: Notice, asOf: IsoDate): Reply {
  const { outcome, hits, needs, nearest } = retrieval;
  const clauseOf = (id: string) => notice.clauses.find((clause) => clause.id === id);
  const clausesOf = (ids: readonly string[]) => ids.flatMap((id) => clauseOf(id) ?? []);
  switch (outcome) {
    case "answer": {
      const [first, ...others] = clausesOf(
        needs.length > 1 ? needs.slice(0, 2) : hits.slice(0, 1).map((hit) => hit.clause),
      );
      if (first === undefined) return { outcome, blocks: [] };
      const further = others.flatMap((clause) => [
        text(wording.alsoNeeded),
        ...clauseBlocks(clause, notice, asOf),
      ]);
      return { outcome, blocks: [...clauseBlocks(first, notice, asOf), ...further] };
    }
    case "clarify": {
      const choices = clausesOf(hits.slice(0, 3).map((hit) => hit.clause)).map((clause, index): Choice => {
        return {
          number: index + 1,
          clause: clause.id,
          title: clause.title,
          beginning: clause.text.slice(0, CHOICE_BEGINNING),
        };
      });
      return { outcome, blocks: [text(wording.clarify), { kind: "choice", choices }] };
    }
    case "document":
      return { outcome, blocks: documentBlocks(question, notice) };
    case "overview":
      return { outcome, blocks: overviewBlocks(notice) };
    case "smalltalk":
      return { outcome, blocks: [text(wording.smalltalk)] };
    case "handover":
      return { outcome, blocks: [text(wording.handover)] };
    case "out_of_scope": {
      if (nearest.length === 0) return { outcome, blocks: [text(wording.tooShort)] };
      const near = clausesOf(
        nearest
          .filter((hit) => hit.score >= NEAR)
          .slice(0, 2)
          .map((hit) => hit.clause),
      );
      if (near.length === 0)
        return { outcome, blocks: [text(wording.outOfScope), text(wording.outOfScopeAdvice)] };
      const items = near.map((clause) => `${measureName(clause.measure)} ${clause.title}`);
      return {
        outcome,
        blocks: [
          text(wording.outOfScope),
          text(wording.nearest),
          { kind: "list", items },
          text(wording.outOfScopeAdvice),
        ],
      };
    }
  }
}

/** The conclusion first, then the words, then what limits them. */
function clauseBlocks(clause: Clause, notice: Notice, asOf: IsoDate): Block[] {
  const blocks: Block[] = [
    validityOf(clause, asOf),
    text(wording.nature[clause.nature]),
    citationBlock(clause, notice),
  ];
  if (clause.decidedBy !== undefined) blocks.push(text(wording.decidedBy(clause.decidedBy)));
  if (clause.note !== undefined) blocks.push({ kind: "caution", text: wording.note(clause.note) });
  for (const { date, text: words, source } of clause.later) {
    if (date <= asOf)
      blocks.push({ kind: "later", text: wording.later(date, words.replace(/[。]$/u, ""), source) });
  }
  return blocks;
}

function validityOf(clause: Clause, asOf: IsoDate): Block {
  if (asOf < clause.validFrom) return { kind: "caution", text: wording.notInForce(clause.validFrom, asOf) };
  if (clause.validTo !== undefined && asOf > clause.validTo)
    return { kind: "caution", text: wording.expired(clause.validTo, asOf) };
  if (clause.validTo === undefined && asOf > RELIEF_YEAR_END)
    return { kind: "caution", text: wording.noStatedEnd(asOf) };
  return text(wording.inForce(asOf));
}

function citationBlock(clause: Clause, notice: Notice): Block {
  const measure = notice.measures.find((candidate) => candidate.number === clause.measure);
  const measureText = measure?.text ?? clause.text;
  const start = measureText.indexOf(clause.text);
  return {
    kind: "citation",
    citation: {
      clause: clause.id,
      title: clause.title,
      heading: wording.quoted(notice.measuresTitle, notice.documentNumber, measureName(clause.measure)),
      measureText,
      start,
      end: start + clause.text.length,
      departments: wording.departments(
        clause.departments
          .map(({ name, successor }) => (successor ? wording.successor(name, successor) : name))
          .join("、"),
      ),
    },
  };
}

function overviewBlocks(notice: Notice): Block[] {
  const items = notice.measures.map((measure) => {
    return `${measureName(measure.number)} ${measure.clauses.map((clause) => clause.title).join("；")}`;
  });
  return [text(wording.overview(items.length)), { kind: "list", items }, text(wording.overviewNext)];
}

/** The masthead; and the meaning of a term, where the question names one. */
function documentBlocks(question: string, notice: Notice): Block[] {
  const say = wording.document;
  const terms = notice.glossary.filter(({ term }) => question.includes(term));
  const dated = notice.clauses.filter((clause) => clause.validTo !== undefined);
  return [
    ...terms.map(({ term, meaning, source }) => text(say.term(term, meaning, source))),
    {
      kind: "list",
      items: [
        say.title(notice.title),
        say.documentNumber(notice.documentNumber),
        say.issuer(notice.issuer),
        say.issuedOn(notice.issuedOn),
        ...(notice.publishedOn ? [say.publishedOn(notice.publishedOn)] : []),
        say.addressees(notice.addressees.join("，")),
      ],
    },
    text(say.measures(notice.measures.length, notice.clauses.length)),
    text(say.validity),
    { kind: "list", items: dated.map((clause) => `${measureName(clause.measure)} ${clause.title}`) },
    text(say.original),
  ];
}

function text(words: string): Block {
  return { kind: "text", text: words };
}

function measureName(number: number): string {
  const digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
  const tens = Math.floor(number / 10);
  return wording.measureNumber(
    `${tens > 1 ? digits[tens] : ""}${tens > 0 ? "十" : ""}${digits[number % 10]}`,
  );
}
