/** BM25 over an inverted index of typed arrays. */

export interface ScoredRow {
  readonly row: number;
  readonly score: number;
}

/** Token t stands in `rows[offsets[t]] … rows[offsets[t + 1] - 1]`, each time with its whole BM25 weight. */
export interface LexicalIndex {
  readonly tokens: ReadonlyMap<string, number>;
  readonly offsets: Uint32Array;
  readonly rows: Uint32Array;
  readonly weights: Float32Array;
  /** Scratch, one cell a row, all zero between searches. */
  readonly scores: Float32Array;
}

const K1 = 1.2;
const B = 0.5;

/** @param rows the tokens of each passage */
export function buildLexicalIndex(rows: readonly (readonly string[])[]): LexicalIndex {
  const average = rows.reduce((sum, row) => sum + row.length, 0) / Math.max(1, rows.length);
  const postings = new Map<string, { rows: number[]; weights: number[] }>();
  rows.forEach((tokens, row) => {
    const length = K1 * (1 - B + (B * tokens.length) / average);
    for (const [token, count] of countsOf(tokens)) {
      const posting = postings.get(token) ?? { rows: [], weights: [] };
      posting.rows.push(row);
      posting.weights.push((count * (K1 + 1)) / (count + length));
      postings.set(token, posting);
    }
  });
  const size = [...postings.values()].reduce((sum, posting) => sum + posting.rows.length, 0);
  const index: LexicalIndex = {
    tokens: new Map([...postings.keys()].map((token, at) => [token, at])),
    offsets: new Uint32Array(postings.size + 1),
    rows: new Uint32Array(size),
    weights: new Float32Array(size),
    scores: new Float32Array(rows.length),
  };
  let at = 0;
  let token = 0;
  for (const { rows: ids, weights } of postings.values()) {
    const idf = Math.log(1 + (rows.length - ids.length + 0.5) / (ids.length + 0.5));
    index.rows.set(ids, at);
    index.weights.set(
      weights.map((weight) => weight * idf),
      at,
    );
    at += ids.length;
    index.offsets[++token] = at;
  }
  return index;
}

/** The best rows for a question's tokens, best first; equal scores in row order. */
export function searchLexical(index: LexicalIndex, question: readonly string[], limit: number): ScoredRow[] {
  const { tokens, offsets, rows, weights, scores } = index;
  for (const token of new Set(question)) {
    const at = tokens.get(token);
    if (at === undefined) continue;
    const end = offsets[at + 1] as number;
    for (let posting = offsets[at] as number; posting < end; posting++) {
      const row = rows[posting] as number;
      scores[row] = (scores[row] as number) + (weights[posting] as number);
    }
  }
  const best = bestOf(scores, limit);
  scores.fill(0);
  return best;
}

function countsOf(tokens: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}

/** Looks at every row: common characters touch most of them anyway. Keeps a few times `limit` and trims now and then. */
function bestOf(scores: Float32Array, limit: number): ScoredRow[] {
  const best: ScoredRow[] = [];
  let floor = 0;
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] as number;
    if (score <= floor) continue;
    best.push({ row, score });
    if (best.length >= 4 * limit) floor = trim(best, limit);
  }
  trim(best, limit);
  return best;
}

/** Sorts, cuts to `limit`, and gives the lowest score that is still in: a later row has to be better. */
function trim(rows: ScoredRow[], limit: number): number {
  rows.sort((a, b) => b.score - a.score || a.row - b.row);
  rows.length = Math.min(rows.length, limit);
  return rows.at(-1)?.score ?? 0;
}
