/** 引文 as schema.org claims, so that Teams and Web Chat list the sources. Cited, not generated: no AI label. */
import type { ClientCitation } from "@microsoft/agents-activity";
import type { Block, Citation } from "../blocks.ts";
import { asQuoted } from "../quoted.ts";
import { wording } from "../wording.ts";

export interface CitationEntity {
  readonly type: "https://schema.org/Message";
  readonly "@type": "Message";
  readonly "@context": "https://schema.org";
  readonly "@id": "";
  readonly citation: readonly ClientCitation[];
}

/** What Teams takes. */
const LONGEST_NAME = 80;
const LONGEST_ABSTRACT = 160;

/** @returns undefined where nothing is cited */
export function citationEntity(blocks: readonly Block[]): CitationEntity | undefined {
  const citations = blocks.flatMap((block) => (block.kind === "citation" ? [block.citation] : []));
  if (citations.length === 0) return undefined;
  return {
    type: "https://schema.org/Message",
    "@type": "Message",
    "@context": "https://schema.org",
    "@id": "",
    citation: citations.map(claimOf),
  };
}

function claimOf({ heading, measureText, start, end, title }: Citation, index: number): ClientCitation {
  return {
    "@type": "Claim",
    position: index + 1,
    appearance: {
      "@type": "DigitalDocument",
      name: shortened(heading.replace(/：$/u, ""), LONGEST_NAME),
      abstract: shortened(asQuoted(measureText.slice(start, end)), LONGEST_ABSTRACT),
      keywords: [title],
    },
  };
}

function shortened(words: string, most: number): string {
  if (words.length <= most) return words;
  return wording.beginning(words.slice(0, most - wording.beginning("").length).toWellFormed());
}
