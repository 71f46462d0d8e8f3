/** 找词：the words of a list that stand in a text. */

export interface Found<T> {
  readonly word: string;
  readonly value: T;
  readonly start: number;
}

/** The letters that may follow, and the value where a word ends here. */
interface Node<T> {
  readonly next: Map<number, Node<T>>;
  end?: { readonly value: T };
}

/** Longest words first at each place; none inside another. */
export function wordFinder<T>(words: ReadonlyMap<string, T>): (text: string) => Found<T>[] {
  const root: Node<T> = { next: new Map() };
  for (const [word, value] of words) {
    let node = root;
    for (let at = 0; at < word.length; at++) {
      const next = node.next.get(word.charCodeAt(at)) ?? { next: new Map() };
      node.next.set(word.charCodeAt(at), next);
      node = next;
    }
    node.end = { value };
  }
  return (text) => {
    const found: Found<T>[] = [];
    for (let start = 0; start < text.length; start++) {
      let longest: Found<T> | undefined;
      let node = root.next.get(text.charCodeAt(start));
      for (let at = start + 1; node !== undefined; at++) {
        if (node.end) longest = { word: text.slice(start, at), value: node.end.value, start };
        node = at < text.length ? node.next.get(text.charCodeAt(at)) : undefined;
      }
      if (longest === undefined) continue;
      found.push(longest);
      start += longest.word.length - 1;
    }
    return found;
  };
}
