/** What a message is made of: the question itself, what it says it is not about, and the needs it names one by one. */

/** Normalised text taken apart. */
export interface Parts {
  /** The whole message. */
  readonly whole: string;
  /** The message without what it denies (不是问贷款，是问担保), where something is left. */
  readonly asked: string;
  /** Its pieces between stops, where there are at least two worth reading alone. */
  readonly needs: readonly string[];
}

/** Where a message is cut: stops, blanks, and words that begin another matter. */
const STOPS =
  /[，。？！；,?!;\n…~]+|\s+|还有(?:一[个件]事?|就是)?|另外(?:再?问(?:一下)?)?|顺便(?:再?问(?:一下)?)?|再问(?:一下)?|再就是|同时|以及|二是|第二/u;
const DENIED =
  /^(?:我?(?:并|也|又)?(?:不是|不想|没想|不要|不用|不问|不谈|不说|不提|甭|莫|别|勿|无需|撇开|先不|冇|唔系|唔係|不系|除了|除开))/u;
const CONTINUES = /^(?:而是|是问|是说|我问的?是|就问|只问|只想|我就想|我是想|问的是|我要的是|要的是|单问)/u;

const LEAST = 4;
const MOST_NEEDS = 6;

export function partsOf(text: string): Parts {
  const pieces = text.split(STOPS).filter((piece) => piece !== undefined && piece.trim() !== "");
  const asked = withoutDenied(pieces);
  const needs = mergeShort(asked.length > 0 ? asked : pieces);
  return {
    whole: text,
    asked:
      asked.length > 0 && asked.length < pieces.length && lengthOf(asked) >= LEAST ? asked.join("，") : text,
    needs: needs.length > 1 && needs.length <= MOST_NEEDS ? needs : [],
  };
}

/** Pieces that begin by denying go, up to the piece that says what is meant. */
function withoutDenied(pieces: readonly string[]): string[] {
  const kept: string[] = [];
  for (const piece of pieces) {
    if (!DENIED.test(piece)) {
      kept.push(piece);
      continue;
    }
    // 不是问电费是问停电：denial and question in one piece.
    const turn = /(?:而是|，是问|是问|我问的是|问的是|是想问|就想问|只想问)(?<rest>.{3,})$/u.exec(
      piece.slice(2),
    );
    if (turn?.groups?.["rest"] && !CONTINUES.test(piece)) kept.push(turn.groups["rest"]);
  }
  return kept;
}

/** Pieces too short to stand alone join the one before. */
function mergeShort(pieces: readonly string[]): string[] {
  const merged: string[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (last !== undefined && (piece.length < LEAST || last.length < LEAST))
      merged[merged.length - 1] = `${last}，${piece}`;
    else merged.push(piece);
  }
  return merged;
}

function lengthOf(pieces: readonly string[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
}
