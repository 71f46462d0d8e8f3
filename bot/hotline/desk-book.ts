/** 接听台的底本：the clauses and the facts as the desk shows them; the same for every call. */
import type { IsoDate, Notice } from "../../knowledge/index.ts";
import { FACT_KEYS, FACTS, type FactKey, type FactSpec } from "../../rules/index.ts";
import { measureName } from "../grounds.ts";
import { answersTo } from "../question.ts";

export interface DeskBook {
  readonly today: IsoDate;
  readonly documentNumber: string;
  readonly measures: readonly {
    readonly name: string;
    readonly clauses: readonly { readonly id: string; readonly title: string }[];
  }[];
  readonly facts: readonly BookFact[];
}

export interface BookFact {
  readonly fact: FactKey;
  readonly label: string;
  readonly question: string;
  readonly why?: string;
  readonly unit?: string;
  readonly options: readonly { readonly number: number; readonly label: string }[];
  readonly kind: "choice" | "figure" | "date";
}

export function deskBook({ documentNumber, measures }: Notice, today: IsoDate): DeskBook {
  return {
    today,
    documentNumber,
    measures: measures.map(({ number, clauses }) => {
      return { name: measureName(number), clauses: clauses.map(({ id, title }) => ({ id, title })) };
    }),
    facts: FACT_KEYS.flatMap((fact) => bookFact(fact)),
  };
}

/** None for what nobody is asked. */
function bookFact(fact: FactKey): BookFact[] {
  const spec: FactSpec = FACTS[fact];
  const { label, question, why } = spec;
  if (question === undefined) return [];
  const options = answersTo(fact)
    .filter(({ value }) => value !== null)
    .map((option, index) => ({ number: index + 1, label: option.label }));
  const kind = options.length > 0 ? "choice" : spec.kind === "date" ? "date" : "figure";
  return [
    {
      fact,
      label,
      question,
      options,
      kind,
      ...(why !== undefined && { why }),
      ...(spec.kind === "number" && { unit: spec.unit }),
    },
  ];
}
