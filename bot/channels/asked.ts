/** 选项：what a reply asks at its end and can be picked from, for channels that have buttons. */
import type { Block } from "../blocks.ts";

export interface Asked {
  /** What the question goes back to. */
  readonly lead?: string;
  readonly text: string;
  readonly choices: readonly Pickable[];
  /** How else it can be answered. */
  readonly hint?: string;
}

export interface Pickable {
  readonly number: number;
  readonly label: string;
}

/** Undefined where a reply ends in nothing that can be picked. */
export function askedIn(
  blocks: readonly Block[],
): { readonly said: readonly Block[]; readonly asked: Asked } | undefined {
  const said = blocks.slice(0, -1);
  const last = blocks.at(-1);
  if (last?.kind === "question" && last.options.length > 0) {
    const { lead, text, options, hint } = last;
    return { said, asked: { text, choices: options, hint, ...(lead !== undefined && { lead }) } };
  }
  const before = said.at(-1);
  if (last?.kind !== "choice" || before?.kind !== "text") return undefined;
  const choices = last.choices.map(({ number, label }) => ({ number, label }));
  return { said: said.slice(0, -1), asked: { text: before.text, choices } };
}
