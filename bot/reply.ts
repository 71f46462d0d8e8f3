/** 答复：what to say, in blocks, before it has a form. Each sentence is the notice's or stands in `wording.ts`. */
import type { ClauseId, Notice } from "../knowledge/index.ts";
import type { Outcome, Retrieval } from "../retrieval/index.ts";
import type { Block, Choice } from "./blocks.ts";
import { textBlock } from "./clause-reply.ts";
import { clauseOf, type Grounds, measureName } from "./grounds.ts";
import type { Offer } from "./session.ts";
import { wording } from "./wording.ts";

export interface Reply {
  readonly outcome: Outcome;
  readonly blocks: readonly Block[];
}

/** Choices, and what their numbers stand for. */
export interface Offering {
  readonly blocks: readonly Block[];
  readonly offered: readonly Offer[];
}

const CHOICE_BEGINNING = 24;
/** A clause less likely than this is not worth naming in a refusal. */
const NEAR = 0.02;

/** Two or three clauses are as likely: the owner picks. */
export function clarification({ hits }: Retrieval, grounds: Grounds): Offering {
  const clauses = hits.slice(0, 3).map(({ clause }) => clause);
  return {
    blocks: [textBlock(wording.clarify), choiceOf(clauses, grounds)],
    offered: clauses.map((clause) => ({ clause })),
  };
}

/** No answer, said plainly; what lies nearest, to pick by number; who can be asked. */
export function refusal({ refusal = "far", nearest }: Retrieval, grounds: Grounds): Offering {
  if (refusal === "empty") return { blocks: [textBlock(wording.refusal.empty)], offered: [] };
  const near = nearest
    .filter(({ score }) => score >= NEAR)
    .slice(0, 2)
    .map(({ clause }) => clause);
  return {
    blocks: [
      textBlock(wording.refusal[refusal]),
      ...(near.length > 0 ? [textBlock(wording.nearest), choiceOf(near, grounds)] : []),
      textBlock(wording.outOfScopeAdvice),
    ],
    offered: near.map((clause) => ({ clause })),
  };
}

function choiceOf(clauses: readonly ClauseId[], grounds: Grounds): Block {
  const choices = clauses.map((id, index): Choice => {
    const { measure, title, text } = clauseOf(id, grounds);
    return {
      number: index + 1,
      label: `${measureName(measure)} ${title}`,
      detail: wording.beginning(text.slice(0, CHOICE_BEGINNING)),
    };
  });
  return { kind: "choice", choices };
}

const FIT: Offering = {
  blocks: [{ kind: "choice", choices: [{ number: 1, label: wording.fitChoice }] }],
  offered: [{ fit: true }],
};

/** The ten measures and what each holds. */
export function overview({ notice }: Grounds): Offering {
  const items = notice.measures.map(({ number, clauses }) => {
    return `${measureName(number)} ${clauses.map(({ title }) => title).join("；")}`;
  });
  return {
    blocks: [
      textBlock(wording.overview(items.length)),
      { kind: "list", items },
      textBlock(wording.overviewNext),
      ...FIT.blocks,
    ],
    offered: FIT.offered,
  };
}

/** For somebody who has told of himself and asked nothing. */
export const invitation: Offering = {
  blocks: [textBlock(wording.invite), ...FIT.blocks],
  offered: FIT.offered,
};

/** The masthead; and the meaning of a term, where the question names one. */
export function documentBlocks(question: string, notice: Notice): Block[] {
  const say = wording.document;
  const terms = notice.glossary.filter(({ term }) => question.includes(term));
  const dated = notice.clauses.filter(({ validTo }) => validTo !== undefined);
  return [
    ...terms.map(({ term, meaning, source }) => textBlock(say.term(term, meaning, source))),
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
    textBlock(say.measures(notice.measures.length, notice.clauses.length)),
    textBlock(say.validity),
    { kind: "list", items: dated.map(({ measure, title }) => `${measureName(measure)} ${title}`) },
    textBlock(say.original),
  ];
}
