/** What was heard: facts in the form programs give them; `factsSchema` reads them. */
import type { FactKey } from "../../rules/index.ts";

export type ToldValue = boolean | string | number | readonly string[] | { min: number; max: number | null };
export type ToldFacts = Partial<Record<FactKey, ToldValue>>;
