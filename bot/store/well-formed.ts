/** PostgreSQL keeps neither a NUL nor half a character. */
export function wellFormed(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}
