/** What somebody reads of an activity: its text, then its cards. */
export interface SeenActivity {
  readonly text?: string;
  readonly textFormat?: string;
  readonly attachments?: readonly { readonly content: { readonly body: unknown } }[];
}

export function seenOf({ text = "", textFormat, attachments = [] }: SeenActivity): string {
  const words = textFormat === "markdown" ? text.replaceAll(/\\([^\w\s])/gu, "$1") : text;
  return [words, ...attachments.map(({ content }) => textsIn(content.body).join("\n"))].join("\n").trim();
}

/** Every text run of a card, in order. */
function textsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "type" in value && value.type === "TextRun" && "text" in value ? [String(value.text)] : [];
  return [...own, ...Object.values(value).flatMap(textsIn)];
}
