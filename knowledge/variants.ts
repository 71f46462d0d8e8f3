/** 异文：what a second published copy of a notice says differently, found by comparing the two, part by part. */
import { diffChars } from "diff";
import type { Variant } from "./notice.ts";
import type { ParsedNotice } from "./parse-notice.ts";

/** How many characters of the official text are shown on either side of a difference. */
const CONTEXT = 8;

/** A difference inside one part, in offsets of that part's official text. */
interface Edit {
  readonly official: string;
  readonly other: string;
  readonly at: number;
}

/** A variant before it is known which clause it falls in: `at` is the offset inside the measure's text. */
export type FoundVariant = Omit<Variant, "clause" | "span"> & { readonly at: number };

/**
 * @param official the authority
 * @param other the copy, parsed by the same parser
 * @param copy the copy's file name
 * @throws Error where the two do not have the same measures, so that a part cannot be compared with its like
 */
export function findVariants(official: ParsedNotice, other: ParsedNotice, copy: string): FoundVariant[] {
  if (official.measures.length !== other.measures.length) {
    throw new Error(
      `${copy} has ${other.measures.length} measures, the official text ${official.measures.length}: not the same notice.`,
    );
  }
  const found: FoundVariant[] = [];
  const compare = (where: Variant["where"], ours: string, theirs: string, measure?: number) => {
    for (const edit of editsBetween(ours, theirs)) {
      found.push({
        where,
        ...(measure !== undefined && { measure }),
        ...edit,
        before: ours.slice(Math.max(0, edit.at - CONTEXT), edit.at),
        after: ours.slice(edit.at + edit.official.length, edit.at + edit.official.length + CONTEXT),
        copy,
      });
    }
  };
  compare("preamble", official.preamble, other.preamble);
  official.measures.forEach((measure, index) => {
    const theirs = other.measures[index];
    compare("clause", measure.text, theirs?.text ?? "", measure.number);
    compare("departments", measure.bracket, theirs?.bracket ?? "", measure.number);
  });
  compare("closing", official.closing, other.closing);
  return found;
}

/** Character edits; a removal and the insertion beside it are one replacement. */
function editsBetween(ours: string, theirs: string): Edit[] {
  const edits: Edit[] = [];
  let at = 0;
  let open: { official: string; other: string; at: number } | undefined;
  for (const part of diffChars(ours, theirs)) {
    if (!part.added && !part.removed) {
      if (open) edits.push(open);
      open = undefined;
    } else {
      open ??= { official: "", other: "", at };
      if (part.removed) open.official += part.value;
      else open.other += part.value;
    }
    if (!part.added) at += part.value.length;
  }
  if (open) edits.push(open);
  return edits;
}
