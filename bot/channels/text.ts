/** Reply → plain text, for the terminal and for channels that have no other form. */
import type { Block } from "../blocks.ts";
import type { Reply } from "../reply.ts";
import { wording } from "../wording.ts";

export function renderText(reply: Reply): string {
  return reply.blocks.map(renderBlock).join("\n");
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case "text":
    case "later":
      return block.text;
    case "caution":
      return `※ ${block.text}`;
    case "citation": {
      const { heading, measureText, start, end, departments } = block.citation;
      return `${heading}\n${quoteOf(measureText.slice(start, end))}\n${departments}`;
    }
    case "choice":
      return block.choices
        .map(({ number, title, beginning }) => wording.choice(number, title, beginning))
        .join("\n");
    case "list":
      return block.items.map((item) => `· ${item}`).join("\n");
  }
}

/** A clause may end in a comma: it is quoted without it, never changed inside. */
function quoteOf(text: string): string {
  return text.replace(/[，；]$/u, "");
}
