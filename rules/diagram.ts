/**
 * 判定图：functions over finitely many cells as shared, ordered, reduced decision diagrams. Equal functions are the same
 * node, so a question about a function (can it still be true? does it depend on this?) is a look at a node. Knows of no
 * policy: variables are numbers in testing order, cells are bits of a mask, results are small numbers.
 *
 * After Bryant 1986; many-valued as in Kam, Villa, Brayton and Sangiovanni-Vincentelli 1998.
 */

/** A function. 0 … 7 are constants, and their own results. */
export type Node = number;

/** Results are 0 … 7, so that a set of them is a byte. */
const RESULTS = 8;

export function isResult(f: Node): boolean {
  return f < RESULTS;
}

/** Cells a variable can have: bits of a number. */
export const MOST_CELLS = 31;

export const FALSE: Node = 0;
export const TRUE: Node = 1;
/** The result for what a constraint rules out. */
export const OUTSIDE: Node = 2;

/** One way out of a node: the cells it is for, and where it leads. */
interface Edge {
  readonly cells: number;
  readonly to: Node;
}

export class Diagrams {
  /** All cells of each variable. */
  readonly #domains: readonly number[];
  /** By node; results have none. */
  readonly #variables: number[] = new Array(RESULTS).fill(Number.POSITIVE_INFINITY);
  readonly #edges: (readonly Edge[])[] = new Array(RESULTS).fill([]);
  readonly #support: number[] = new Array(RESULTS).fill(0);
  /** By function, variable and cells, in one number: there are fewer than 2^17 nodes. */
  readonly #narrowed = new Map<number, Node>();
  readonly #known = new Map<string, Node>();
  readonly #space = new Workspace(this);

  /** @param cells how many cells each variable has, in testing order */
  constructor(cells: readonly number[]) {
    for (const count of cells) {
      if (count < 1 || count > MOST_CELLS) throw new RangeError(`${count} cells; 1 … ${MOST_CELLS} fit.`);
    }
    this.#domains = cells.map((count) => 2 ** count - 1);
  }

  /** How many nodes there are, results included. */
  get size(): number {
    return this.#variables.length;
  }

  /** True in these cells of the variable, false in the others. */
  test(variable: number, cells: number): Node {
    const domain = this.#domains[variable] as number;
    return this.#node(variable, [
      { cells: cells & domain, to: TRUE },
      { cells: domain & ~cells, to: FALSE },
    ]);
  }

  all(functions: readonly Node[]): Node {
    return functions.reduce((a, b) => this.#apply((x, y) => (x === TRUE ? y : FALSE), a, b), TRUE);
  }

  any(functions: readonly Node[]): Node {
    return functions.reduce((a, b) => this.#apply((x, y) => (x === TRUE ? TRUE : y), a, b), FALSE);
  }

  not(f: Node): Node {
    return this.map(f, (result) => (result === TRUE ? FALSE : TRUE));
  }

  /** `then` where the condition is true, `otherwise` elsewhere. */
  choose(condition: Node, then: Node, otherwise: Node): Node {
    const held = this.#apply((x, y) => (x === TRUE ? y : RESULTS - 1), condition, then);
    return this.#apply((x, y) => (x === RESULTS - 1 ? y : x), held, otherwise);
  }

  /** Another result for each result. */
  map(f: Node, to: (result: Node) => Node): Node {
    const done = new Map<Node, Node>();
    const visit = (node: Node): Node => {
      if (node < RESULTS) return to(node);
      const before = done.get(node);
      if (before !== undefined) return before;
      const edges = this.edgesOf(node).map((edge) => ({ cells: edge.cells, to: visit(edge.to) }));
      const mapped = this.#node(this.variableOf(node), edges);
      done.set(node, mapped);
      return mapped;
    };
    return visit(f);
  }

  /**
   * What is left of every function when only these cells of each variable are possible.
   * @param possible not to be changed afterwards
   */
  restrict(possible: ArrayLike<number>): Restriction {
    return new Restriction(this.#space, possible);
  }

  /** A function of other diagrams over the same variables and cells. */
  copy(from: Diagrams, f: Node): Node {
    const done = new Map<Node, Node>();
    const visit = (node: Node): Node => {
      if (node < RESULTS) return node;
      const before = done.get(node);
      if (before !== undefined) return before;
      const edges = from.edgesOf(node).map(({ cells, to }) => ({ cells, to: visit(to) }));
      const copied = this.#node(from.variableOf(node), edges);
      done.set(node, copied);
      return copied;
    };
    return visit(f);
  }

  /** What is left of a function when only these cells of a variable are possible; like all nodes here, kept. */
  narrow(f: Node, variable: number, cells: number): Node {
    if ((this.supportOf(f) & (1 << variable)) === 0) return f;
    const key = (f * 32 + variable) * 2 ** MOST_CELLS + cells;
    const before = this.#narrowed.get(key);
    if (before !== undefined) return before;
    const here = this.variableOf(f) === variable;
    const edges = this.edgesOf(f).map((edge) =>
      here
        ? { cells: edge.cells & cells, to: edge.to }
        : { cells: edge.cells, to: this.narrow(edge.to, variable, cells) },
    );
    const narrowed = this.#node(this.variableOf(f), edges);
    this.#narrowed.set(key, narrowed);
    return narrowed;
  }

  /** The variables the function depends on, as bits. */
  supportOf(f: Node): number {
    return this.#support[f] as number;
  }

  variableOf(node: Node): number {
    return this.#variables[node] as number;
  }

  edgesOf(node: Node): readonly Edge[] {
    return this.#edges[node] as readonly Edge[];
  }

  #apply(combine: (x: Node, y: Node) => Node, f: Node, g: Node): Node {
    const done = new Map<number, Node>();
    const visit = (a: Node, b: Node): Node => {
      if (a < RESULTS && b < RESULTS) return combine(a, b);
      const key = a * 2 ** 24 + b;
      const before = done.get(key);
      if (before !== undefined) return before;
      const variable = Math.min(this.variableOf(a), this.variableOf(b));
      const whole = (node: Node): readonly Edge[] =>
        this.variableOf(node) === variable
          ? this.edgesOf(node)
          : [{ cells: this.#domains[variable] as number, to: node }];
      const edges = whole(a).flatMap((one) =>
        whole(b).map((other) => ({ cells: one.cells & other.cells, to: [one.to, other.to] as const })),
      );
      const combined = this.#node(
        variable,
        edges.filter(({ cells }) => cells !== 0).map(({ cells, to }) => ({ cells, to: visit(...to) })),
      );
      done.set(key, combined);
      return combined;
    };
    return visit(f, g);
  }

  /** The node with these ways out, which together cover the variable's cells. */
  #node(variable: number, edges: readonly Edge[]): Node {
    const cellsTo = new Map<Node, number>();
    for (const { cells, to } of edges) {
      if (cells !== 0) cellsTo.set(to, (cellsTo.get(to) ?? 0) | cells);
    }
    const merged = [...cellsTo].map(([to, cells]) => ({ cells, to }));
    merged.sort((a, b) => lowest(a.cells) - lowest(b.cells));
    const [only, another] = merged;
    if (only !== undefined && another === undefined) return only.to;
    const key = `${variable}|${merged.map(({ cells, to }) => `${cells}>${to}`).join()}`;
    const before = this.#known.get(key);
    if (before !== undefined) return before;
    const node = this.#variables.push(variable) - 1;
    this.#edges.push(merged);
    this.#support.push(merged.reduce((bits, { to }) => bits | this.supportOf(to), 1 << variable));
    this.#known.set(key, node);
    return node;
  }
}

/**
 * Every function of some diagrams where only some cells are possible. Restricted functions are reduced again, so that one
 * of them depends on a variable exactly where it still tests it.
 */
export class Restriction {
  readonly #space: Workspace;
  readonly #possible: ArrayLike<number>;

  constructor(space: Workspace, possible: ArrayLike<number>) {
    this.#space = space;
    this.#possible = possible;
  }

  /** The results that some possible cells lead to, as bits. */
  resultsOf(f: Node): number {
    return this.#space.resultsOf(this.identityOf(f));
  }

  /** The variables the function still depends on, as bits. */
  supportOf(f: Node): number {
    return this.#space.supportOf(this.identityOf(f));
  }

  /** Equal numbers are equal functions, until another restriction of these diagrams is asked. */
  identityOf(f: Node): number {
    this.#space.enter(this.#possible);
    return this.#space.restricted(f);
  }

  /**
   * The variables that alone can turn the function from true to false or back, as bits; cells that lead to other results
   * are as if they were not there. Without such results this is `supportOf`.
   */
  turningOf(f: Node): number {
    const space = this.#space;
    const pairs = new Map<number, boolean>();
    const seen = new Set<Node>();
    let turning = 0;
    const visit = (node: Node): void => {
      if (node < RESULTS || seen.has(node)) return;
      seen.add(node);
      const edges = space.edgesOf(node);
      const turns = edges.some((one, at) =>
        edges.slice(at + 1).some((other) => this.#canDiffer(one.to, other.to, pairs)),
      );
      if (turns) turning |= 1 << space.variableOf(node);
      for (const { to } of edges) visit(to);
    };
    visit(this.identityOf(f));
    return turning;
  }

  /** Do some cells lead one function to true and the other to false? */
  #canDiffer(f: Node, g: Node, pairs: Map<number, boolean>): boolean {
    if (f === g) return false;
    if (f < RESULTS && g < RESULTS) return f <= TRUE && g <= TRUE;
    const key = Math.min(f, g) * 2 ** 24 + Math.max(f, g);
    const before = pairs.get(key);
    if (before !== undefined) return before;
    const space = this.#space;
    const variable = Math.min(space.variableOf(f), space.variableOf(g));
    const whole = (node: Node): readonly Edge[] =>
      space.variableOf(node) === variable ? space.edgesOf(node) : [{ cells: -1, to: node }];
    const differs = whole(f).some((one) =>
      whole(g).some((other) => (one.cells & other.cells) !== 0 && this.#canDiffer(one.to, other.to, pairs)),
    );
    pairs.set(key, differs);
    return differs;
  }
}

/**
 * Where restrictions are worked out: flat numbers, used again and again, for one restriction at a time. A restriction that
 * finds another one's work here starts afresh.
 */
class Workspace {
  readonly #diagrams: Diagrams;
  #possible: ArrayLike<number> | undefined;
  /** Restricted node of each node, plus one; 0 is not yet made. */
  #made = new Int32Array(0);
  /** The diagrams' edges, flat: those of node n are starts[n] … starts[n + 1] - 1. */
  #starts = new Int32Array(0);
  #cells = new Int32Array(0);
  #to = new Int32Array(0);
  /** Restricted nodes, from RESULTS on: variable, edges, results and support. */
  readonly #variables: number[] = new Array(RESULTS).fill(Number.POSITIVE_INFINITY);
  readonly #ownStarts: number[] = new Array(RESULTS + 1).fill(0);
  readonly #ownCells: number[] = [];
  readonly #ownTo: number[] = [];
  readonly #results: number[] = Array.from({ length: RESULTS }, (_, result) => 1 << result);
  readonly #support: number[] = new Array(RESULTS).fill(0);
  #count = RESULTS;
  /** Edges of nodes in the making, a stack. */
  readonly #pendingCells: number[] = [];
  readonly #pendingTo: number[] = [];
  #pending = 0;
  /** Restricted nodes by hash; open addressing, 0 is free. */
  #table = new Int32Array(256);

  constructor(diagrams: Diagrams) {
    this.#diagrams = diagrams;
  }

  /** Makes ready for a restriction, unless this is where it was. */
  enter(possible: ArrayLike<number>): void {
    if (this.#made.length !== this.#diagrams.size) this.#flatten();
    else if (this.#possible === possible) return;
    this.#possible = possible;
    this.#made.fill(0);
    this.#table.fill(0);
    this.#count = RESULTS;
    this.#pending = 0;
  }

  restricted(node: Node): Node {
    if (node < RESULTS) return node;
    const before = this.#made[node] as number;
    if (before !== 0) return before - 1;
    const made = this.#make(node);
    this.#made[node] = made + 1;
    return made;
  }

  resultsOf(node: Node): number {
    return this.#results[node] as number;
  }

  supportOf(node: Node): number {
    return this.#support[node] as number;
  }

  variableOf(node: Node): number {
    return this.#variables[node] as number;
  }

  edgesOf(node: Node): Edge[] {
    const edges: Edge[] = [];
    for (let edge = this.#ownStarts[node] as number; edge < (this.#ownStarts[node + 1] as number); edge++) {
      edges.push({ cells: this.#ownCells[edge] as number, to: this.#ownTo[edge] as number });
    }
    return edges;
  }

  #flatten(): void {
    const diagrams = this.#diagrams;
    const edges = Array.from({ length: diagrams.size }, (_, node) => diagrams.edgesOf(node));
    this.#made = new Int32Array(edges.length);
    this.#starts = new Int32Array(edges.length + 1);
    edges.forEach(({ length }, node) => {
      this.#starts[node + 1] = (this.#starts[node] as number) + length;
    });
    this.#cells = Int32Array.from(edges.flat(), ({ cells }) => cells);
    this.#to = Int32Array.from(edges.flat(), ({ to }) => to);
  }

  #make(node: Node): Node {
    const variable = this.#diagrams.variableOf(node);
    const possible = this.#possible?.[variable] ?? 0;
    const first = this.#pending;
    const end = this.#starts[node + 1] as number;
    for (let edge = this.#starts[node] as number; edge < end; edge++) {
      const cells = (this.#cells[edge] as number) & possible;
      if (cells !== 0) this.#add(first, cells, this.restricted(this.#to[edge] as number));
    }
    const ways = this.#pending - first;
    if (ways === 0) throw new RangeError(`No cell of variable ${variable} is possible.`);
    const made = ways === 1 ? (this.#pendingTo[first] as number) : this.#shared(variable, first);
    this.#pending = first;
    return made;
  }

  /** An edge of the node in the making, whose edges begin at `first`: joined with one to the same node, in order of cells. */
  #add(first: number, cells: number, to: Node): void {
    let joined = cells;
    let at = first;
    for (; at < this.#pending; at++) {
      if (this.#pendingTo[at] !== to) continue;
      joined |= this.#pendingCells[at] as number;
      break;
    }
    if (at === this.#pending) this.#pending++;
    for (; at > first && lowest(this.#pendingCells[at - 1] as number) > lowest(joined); at--) {
      this.#pendingCells[at] = this.#pendingCells[at - 1] as number;
      this.#pendingTo[at] = this.#pendingTo[at - 1] as number;
    }
    this.#pendingCells[at] = joined;
    this.#pendingTo[at] = to;
  }

  /** The node with the pending edges from `first` on, made once. */
  #shared(variable: number, first: number): Node {
    const mask = this.#table.length - 1;
    let slot = hashOf(variable, this.#pendingCells, this.#pendingTo, first, this.#pending) & mask;
    for (; this.#table[slot] !== 0; slot = (slot + 1) & mask) {
      const node = this.#table[slot] as number;
      if (this.#is(node, variable, first)) return node;
    }
    const node = this.#keep(variable, first);
    this.#table[slot] = node;
    if (this.#count > this.#table.length / 2) this.#widen();
    return node;
  }

  #is(node: Node, variable: number, first: number): boolean {
    const start = this.#ownStarts[node] as number;
    const ways = this.#pending - first;
    if (this.#variables[node] !== variable || (this.#ownStarts[node + 1] as number) - start !== ways)
      return false;
    for (let way = 0; way < ways; way++) {
      if (this.#ownCells[start + way] !== this.#pendingCells[first + way]) return false;
      if (this.#ownTo[start + way] !== this.#pendingTo[first + way]) return false;
    }
    return true;
  }

  #keep(variable: number, first: number): Node {
    const node = this.#count++;
    let at = this.#ownStarts[node] as number;
    let results = 0;
    let support = 1 << variable;
    for (let edge = first; edge < this.#pending; edge++, at++) {
      const to = this.#pendingTo[edge] as number;
      this.#ownCells[at] = this.#pendingCells[edge] as number;
      this.#ownTo[at] = to;
      results |= this.#results[to] as number;
      support |= this.#support[to] as number;
    }
    this.#variables[node] = variable;
    this.#ownStarts[node + 1] = at;
    this.#results[node] = results;
    this.#support[node] = support;
    return node;
  }

  #widen(): void {
    const wider = new Int32Array(this.#table.length * 2);
    const mask = wider.length - 1;
    for (let node = RESULTS; node < this.#count; node++) {
      const variable = this.#variables[node] as number;
      const start = this.#ownStarts[node] as number;
      const end = this.#ownStarts[node + 1] as number;
      let slot = hashOf(variable, this.#ownCells, this.#ownTo, start, end) & mask;
      while (wider[slot] !== 0) slot = (slot + 1) & mask;
      wider[slot] = node;
    }
    this.#table = wider;
  }
}

// Stryker disable all: whatever the hash, the same nodes are found, only later.
function hashOf(
  variable: number,
  cells: readonly number[],
  to: readonly number[],
  start: number,
  end: number,
): number {
  let hash = variable;
  for (let edge = start; edge < end; edge++) {
    hash = Math.imul(hash, 31) + Math.imul(cells[edge] as number, 0x9e3779b1);
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) + (to[edge] as number);
  }
  return hash ^ (hash >>> 13);
}
// Stryker restore all

/** The lowest bit that is set. */
function lowest(cells: number): number {
  return cells & -cells;
}
