/** Made-up owners in a conversation about one clause: they answer what they are asked, in words or by number. */
import type { ClauseId } from "../../../knowledge/index.ts";
import { FACTS, type FactKey, type Facts, type FactValue } from "../../../rules/index.ts";
import { reduce } from "../../dialogue.ts";
import type { Grounds } from "../../grounds.ts";
import { answersTo } from "../../question.ts";
import { respond, type Services } from "../../respond.ts";
import { newSession } from "../../session.ts";
import { randomOwner, seeded } from "./owners.ts";

export interface Persona {
  readonly owner: Facts;
  readonly clause: ClauseId;
}

export interface PersonaResult extends Persona {
  /** Facts missing at the first answer. */
  readonly missing: number;
  /** Questions the owner answered until the verdict. */
  readonly questions: number;
  readonly verdict: string | undefined;
}

const DAY = "2022-06-15";

/** Each with a clause that has conditions. */
export function randomPersonas(count: number, seed: number, { assessor }: Services): Persona[] {
  const random = seeded(seed);
  const clauses = assessor.rulebook.rules.flatMap(({ clause, condition }) => (condition ? [clause.id] : []));
  return Array.from({ length: count }, () => {
    const clause = clauses[Math.floor(random() * clauses.length)] as ClauseId;
    return { owner: randomOwner(random), clause };
  });
}

export async function converse({ owner, clause }: Persona, services: Services): Promise<PersonaResult> {
  const { knowledge, assessor, questioner } = services;
  const grounds: Grounds = {
    notice: knowledge.notice,
    assessor,
    questioner,
    asOf: DAY,
    person: "telephone",
    isWaiting: false,
  };
  let { session } = reduce(newSession, { intent: { kind: "pick", offer: { clause } }, told: {} }, grounds);
  const { missing } = assessor.inquire({}).assessClause(clause, DAY);
  let questions = 0;
  while (session.asked !== undefined) {
    const text = inWords(session.asked, owner[session.asked] ?? null, questions);
    ({ session } = await respond({ text, session, asOf: DAY }, services));
    questions += 1;
    if (questions > 40) throw new Error(`${clause}: asking does not end.`);
  }
  return { owner, clause, missing: missing.length, questions, verdict: session.verdicts[clause] };
}

/** Every other answer by number where numbers are offered. */
function inWords(fact: FactKey, value: FactValue | null, turn: number): string {
  const options = answersTo(fact);
  const at = options.findIndex((option) => option.value === value);
  if (at >= 0) return turn % 2 === 0 ? String(at + 1) : (options[at]?.label ?? "");
  if (value === null) return "不清楚";
  if (typeof value === "string") return `${value}到期`;
  if (typeof value === "object" && "min" in value)
    return `${value.min}${FACTS[fact].kind === "number" && fact === "employees" ? "人" : "万元"}`;
  return String(value);
}
