/** 找词：the words of a list that stand in a text. */

export interface Found<T> {
  readonly word: string;
  readonly value: T;
  readonly start: number;
}

/** Longest words first at each place; none inside another. */
export function wordFinder<T>(words: ReadonlyMap<string, T>): (text: string) => Found<T>[] {
  const lengths = new Map<string, number[]>();
  for (const word of words.keys()) {
    const own = lengths.get(word.charAt(0)) ?? [];
    if (!own.includes(word.length))
      lengths.set(
        word.charAt(0),
        [...own, word.length].toSorted((a, b) => b - a),
      );
  }
  return (text) => {
    const found: Found<T>[] = [];
    for (let start = 0; start < text.length; start++) {
      for (const length of lengths.get(text.charAt(start)) ?? []) {
        const word = text.slice(start, start + length);
        const value = words.get(word);
        if (value === undefined) continue;
        found.push({ word, value, start });
        start += length - 1;
        break;
      }
    }
    return found;
  };
}
