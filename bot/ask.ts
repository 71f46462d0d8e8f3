/** One question, one answer: the first turn of a conversation nobody keeps. */
import type { IsoDate } from "../knowledge/index.ts";
import { type Answer, respond, type Services } from "./respond.ts";
import { newSession } from "./session.ts";

export interface Question {
  readonly question: string;
  /** Earlier turns of the owner, oldest first. */
  readonly context?: readonly string[] | undefined;
  readonly asOf?: IsoDate | undefined;
}

export function ask({ question, context = [], asOf }: Question, services: Services): Promise<Answer> {
  const session = { ...newSession, questions: context };
  return respond({ text: question, session, asOf: asOf ?? services.today() }, services);
}
