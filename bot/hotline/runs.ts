/** 字串：runs of characters that stand in the clauses, by character, so that typing can be followed through them. */
import { readingsOf } from "./readings.ts";

/** How much a run says for each clause it stands in, by the clause's place. */
export type Weights = ReadonlyMap<number, number>;

export interface Step {
  readonly character: string;
  readonly readings: readonly string[];
  readonly to: RunNode;
}

export interface RunNode {
  readonly next: Map<string, Step>;
  /** The same steps by what can be typed first: the character, or a letter its reading begins with. */
  readonly typed: Map<string, Step[]>;
  weights?: Weights;
}

export function newNode(): RunNode {
  return { next: new Map(), typed: new Map() };
}

export function addRun(root: RunNode, run: string, weights: Weights): void {
  let node = root;
  for (const character of run) node = (node.next.get(character) ?? addStep(node, character)).to;
  node.weights = weights;
}

function addStep(node: RunNode, character: string): Step {
  const step: Step = { character, readings: readingsOf(character), to: newNode() };
  node.next.set(character, step);
  for (const first of new Set([character, ...step.readings.map((reading) => reading.charAt(0))]))
    node.typed.set(first, [...(node.typed.get(first) ?? []), step]);
  return step;
}

/** A run found in what is typed. */
export interface Found {
  readonly run: string;
  readonly end: number;
  readonly weights: Weights;
  /** How much that tells: the more is typed of each character and the longer the run, the less it is by chance. */
  readonly told: number;
}

/** What is told by a character, its syllable, the beginning of it, its first letter. */
const WHOLE = 3.5;
const SYLLABLE = 2.6;
const BEGUN = 2;
const INITIAL = 1.2;
/** What any run may be by chance: a letter alone tells next to nothing. */
const CHANCE = 1;
/** More than the sum of its characters. */
const TOGETHER = 2.2;

/** Every run of the clauses that what is typed from `start` on can be read as. */
export function runsFrom(root: RunNode, typed: string, start: number): Found[] {
  const found = new Map<string, Found>();
  const follow = (node: RunNode, at: number, run: string, worth: number): void => {
    if (node.weights !== undefined && run !== "") {
      const told = (worth - CHANCE) ** TOGETHER;
      const key = `${run}|${at}`;
      if ((found.get(key)?.told ?? 0) < told) found.set(key, { run, end: at, weights: node.weights, told });
    }
    if (at >= typed.length) return;
    for (const step of node.typed.get(typed.charAt(at)) ?? []) {
      for (const [length, part] of readAs(step, typed, at))
        follow(step.to, at + length, run + step.character, worth + part);
    }
  };
  follow(root, start, "", 0);
  return [...found.values()];
}

/** How much of what is typed the character can take, and what that is worth: itself, its syllable, the beginning of it. */
function readAs({ character, readings }: Step, typed: string, at: number): Map<number, number> {
  if (typed.startsWith(character, at))
    return new Map([[character.length, /[a-z0-9]/u.test(character) ? INITIAL : WHOLE]]);
  const left = typed.slice(at);
  const ways = new Map<number, number>();
  const add = (length: number, worth: number) => ways.set(length, Math.max(worth, ways.get(length) ?? 0));
  for (const reading of readings) {
    if (left.startsWith(reading)) add(reading.length, SYLLABLE);
    else if (left.length > 1 && reading.startsWith(left)) add(left.length, BEGUN);
    add(1, INITIAL);
    if (/^[zcs]h/u.test(reading) && left.startsWith(reading.slice(0, 2))) add(2, INITIAL);
  }
  return ways;
}
