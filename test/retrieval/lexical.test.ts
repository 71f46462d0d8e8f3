import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildLexicalIndex, searchLexical } from "../../retrieval/lexical.ts";
import { pack, unpack } from "../../retrieval/packed.ts";

const token = fc.constantFrom("水", "电", "气", "贷", "款", "欠", "费");
const rowsOfTokens = fc.array(fc.array(token, { minLength: 1, maxLength: 8 }), {
  minLength: 1,
  maxLength: 30,
});

/** BM25 as the textbook has it, row by row. */
function bm25(rows: readonly string[][], question: readonly string[]): number[] {
  const average = rows.reduce((sum, row) => sum + row.length, 0) / rows.length;
  return rows.map((row) => {
    return [...new Set(question)].reduce((sum, word) => {
      const holding = rows.filter((other) => other.includes(word)).length;
      if (holding === 0) return sum;
      const idf = Math.log(1 + (rows.length - holding + 0.5) / (holding + 0.5));
      const count = row.filter((other) => other === word).length;
      return sum + (idf * count * 2.2) / (count + 1.2 * (0.5 + (0.5 * row.length) / average));
    }, 0);
  });
}

describe("BM25", () => {
  it("gives the scores of the textbook, best first", () => {
    fc.assert(
      fc.property(rowsOfTokens, fc.array(token, { minLength: 1 }), (rows, question) => {
        const expected = bm25(rows, question);
        const found = searchLexical(buildLexicalIndex(rows), question, rows.length);
        expect(found.length).toBe(expected.filter((score) => score > 0).length);
        // A stored weight is off by half a step of 1/200 at most.
        for (const { row, score } of found) {
          expect(Math.abs(score - (expected[row] ?? 0))).toBeLessThanOrEqual(new Set(question).size / 400);
        }
        expect(found).toEqual([...found].sort((a, b) => b.score - a.score || a.row - b.row));
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it("with a limit gives the beginning of what it gives without", () => {
    fc.assert(
      fc.property(
        rowsOfTokens,
        fc.array(token, { minLength: 1 }),
        fc.integer({ min: 1, max: 5 }),
        (rows, question, limit) => {
          const index = buildLexicalIndex(rows);
          expect(searchLexical(index, question, limit)).toEqual(
            searchLexical(index, question, 1000).slice(0, limit),
          );
        },
      ),
      { numRuns: 300, seed: 2 },
    );
  });

  it("leaves nothing behind for the next question", () => {
    const index = buildLexicalIndex([
      ["水", "费"],
      ["电", "费"],
    ]);
    const first = searchLexical(index, ["电"], 5);
    searchLexical(index, ["费", "水"], 5);
    expect(searchLexical(index, ["电"], 5)).toEqual(first);
  });

  it("finds nothing for words it has never seen", () => {
    expect(searchLexical(buildLexicalIndex([["水"]]), ["月亮"], 5)).toEqual([]);
  });
});

describe("packed files", () => {
  const floats = fc.array(fc.float({ noNaN: true })).map((values) => Float32Array.from(values));
  const integers = fc.array(fc.nat()).map((values) => Uint32Array.from(values));
  const strings = fc.array(
    fc.string({ unit: "binary" }).map((text) => text.replaceAll("\n", " ").toWellFormed()),
    { minLength: 1 },
  );

  it("are read back as they were written, wherever the bytes lie", () => {
    fc.assert(
      fc.property(floats, integers, strings, fc.nat(9), (weights, rows, words, shift) => {
        const packed = pack({ strings: { words }, arrays: { weights, rows } });
        const moved = Buffer.concat([Buffer.alloc(shift), packed]).subarray(shift);
        expect(unpack(moved)).toEqual({ strings: { words }, arrays: { weights, rows } });
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});
