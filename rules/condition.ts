/** 条件：what must hold, as data a policy officer signs. Each leaf carries the clause's own words for it. */
import type { ClauseId, IsoDate } from "../knowledge/index.ts";
import type { EnterpriseSize, FactKey } from "./facts.ts";

/** 及以上 is `atLeast`, 以下 is `below`; both dates are included. */
export type Test =
  | { readonly is: boolean }
  | { readonly in: readonly string[] }
  | { readonly atLeast: number }
  | { readonly atMost: number }
  | { readonly below: number }
  | { readonly from: IsoDate }
  | { readonly until: IsoDate };

/** 原文用语：the words a condition rests on. */
export interface Basis {
  readonly quote: string;
  /** Where the words stand in another clause of the notice. */
  readonly quotedFrom?: ClauseId;
  /** What we read beyond the words, and why. */
  readonly reading?: string;
}

export interface FactCondition extends Partial<Basis> {
  readonly kind: "fact";
  readonly fact: FactKey;
  readonly test: Test;
}

/** 企业规模 is one of these, by the standard. */
export interface SizeCondition extends Partial<Basis> {
  readonly kind: "size";
  readonly sizes: readonly EnterpriseSize[];
}

export type Leaf = FactCondition | SizeCondition;

export interface Group extends Partial<Basis> {
  readonly kind: "all" | "any";
  readonly of: readonly Condition[];
}

export type Condition = Leaf | Group;

export function isGroup(condition: Condition): condition is Group {
  return condition.kind === "all" || condition.kind === "any";
}

/** Every leaf, in the order written. */
export function leavesOf(condition: Condition): Leaf[] {
  return isGroup(condition) ? condition.of.flatMap(leavesOf) : [condition];
}
