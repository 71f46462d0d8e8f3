/** 答复：what to say, in blocks, before it has a form. Each sentence is the notice's or stands in `wording.ts`. */
import type { ClauseId, GlossaryTerm, Notice } from "../knowledge/index.ts";
import type { Outcome, Retrieval } from "../retrieval/index.ts";
import type { Block, Choice } from "./blocks.ts";
import { RELIEF_YEAR_END, textBlock } from "./clause-reply.ts";
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

/** What people ask about the document, and the line that answers it. */
const ITEMS: readonly [RegExp, (notice: Notice) => readonly string[]][] = [
  [
    /谁[出发印]|哪个(?:部门|单位|机关)|[哪几]个?部门发|发文机关|发布|盖章|出台的?单位/u,
    ({ issuer }) => [wording.document.issuer(issuer)],
  ],
  [/文号|几号文|字号|编号/u, ({ documentNumber }) => [wording.document.documentNumber(documentNumber)]],
  [
    /(?:什么时候|啥时候|哪天|哪年|几月|几号|何时|多会儿?)[^，]{0,6}(?:发|出|印|公布|颁布)|(?:发文|成文|发布|出台|印发)(?:日期|时间)/u,
    ({ issuedOn, publishedOn }) => [
      wording.document.issuedOn(issuedOn),
      ...(publishedOn ? [wording.document.publishedOn(publishedOn)] : []),
    ],
  ],
  [/全称|名称|叫(?:什么|啥)|标题|题目/u, ({ title }) => [wording.document.title(title)]],
  [/发给谁|主送|抄送/u, ({ addressees }) => [wording.document.addressees(addressees.join("，"))]],
  [
    /[几多]少?条|[几多]少?项/u,
    ({ measures, clauses }) => [wording.document.measures(measures.length, clauses.length)],
  ],
];
const VALIDITY = /有效|到期|过期|期限|截止|作废|失效|还管用|还算数|到什么时候/u;

const MEANING =
  /意思|什么是|是什么|是啥|什么叫|啥叫|叫什么$|指什么|指的|定义|解释|含义|怎么理解|算不算|怎么算|啥是|何谓/u;

/** 授信是什么意思: asks for a word, not for the document. */
const UNNAMED =
  /^(?!.*(?:文件|通知|政策|措施|文号|标题|这个文|这份)).*(?:意思|什么叫|啥叫|何谓|啥是|什么是|是什么$|是啥$)/u;

/** Of terms one within another the longer. */
function termsIn(question: string, { glossary }: Notice): readonly GlossaryTerm[] {
  const named = glossary.filter(
    ({ term, everyday }) => question.includes(term) || everyday.some((word) => question.includes(word)),
  );
  return named.filter(({ term }) => !named.some((other) => other.term !== term && other.term.includes(term)));
}

/** The meaning of a term the question names, or the part of the masthead it asks for; the whole of it where it names none. */
export function documentBlocks(question: string, { notice, asOf }: Grounds): Block[] {
  const say = wording.document;
  const terms = MEANING.test(question) ? termsIn(question, notice) : [];
  if (terms.length > 0)
    return terms.map(({ term, meaning, source }) => textBlock(say.term(term, meaning, source)));
  if (MEANING.test(question) && UNNAMED.test(question)) return [textBlock(say.unexplained)];
  const asked = ITEMS.filter(([pattern]) => pattern.test(question)).flatMap(([, lines]) => lines(notice));
  const validity: Block[] = [
    ...(asOf > RELIEF_YEAR_END ? [{ kind: "caution", text: wording.noStatedEnd } as const] : []),
    textBlock(say.validity),
    {
      kind: "list",
      items: notice.clauses
        .filter(({ validTo }) => validTo !== undefined)
        .map(({ measure, title }) => `${measureName(measure)} ${title}`),
    } as const,
  ];
  const isOfValidity = VALIDITY.test(question);
  if (asked.length > 0 || isOfValidity)
    return [
      ...(asked.length > 0 ? [{ kind: "list", items: asked } as const] : []),
      ...(isOfValidity ? validity : []),
      textBlock(say.original),
    ];
  return [
    { kind: "list", items: ITEMS.flatMap(([, lines]) => lines(notice)) },
    ...validity,
    textBlock(say.original),
  ];
}

/** A measure whole, and its clauses to pick from. */
export function measureOffering(number: number, { notice }: Grounds): Offering | undefined {
  const measure = notice.measures.find((candidate) => candidate.number === number);
  if (measure === undefined) return undefined;
  const say = wording.document;
  const choices = measure.clauses.map(({ title }, index): Choice => ({ number: index + 1, label: title }));
  return {
    blocks: [
      textBlock(say.measureHeading(notice.measuresTitle, notice.documentNumber, measureName(number))),
      textBlock(measure.text),
      textBlock(say.measureClauses),
      { kind: "choice", choices },
    ],
    offered: measure.clauses.map(({ id }) => ({ clause: id })),
  };
}
