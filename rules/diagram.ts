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
  readonly #known = new Map<string, Node>();

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

  /** What is left of every function when only these cells of each variable are possible. */
  restrict(possible: ArrayLike<number>): Restriction {
    return new Restriction(this, possible);
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
    this.#known.set(key, node);
    return node;
  }
}

/**
 * Every function of some diagrams where only some cells are possible. Restricted functions are reduced again, so that one
 * of them depends on a variable exactly where it still tests it.
 */
export class Restriction {
  readonly #diagrams: Diagrams;
  readonly #possible: ArrayLike<number>;
  /** Restricted node of each node, plus one; 0 is not yet made. */
  readonly #made: Int32Array;
  readonly #variables: number[] = [];
  readonly #edges: (readonly Edge[])[] = [];
  readonly #results: number[] = [];
  readonly #support: number[] = [];
  /** Restricted nodes by a hash of their variable and ways out. */
  readonly #buckets = new Map<number, Node[]>();

  constructor(diagrams: Diagrams, possible: ArrayLike<number>) {
    this.#diagrams = diagrams;
    this.#possible = possible;
    this.#made = new Int32Array(diagrams.size);
  }

  /** Functions made after the restriction are not known to it. */
  knows(f: Node): boolean {
    return f < this.#made.length;
  }

  /** The results that some possible cells lead to, as bits. */
  resultsOf(f: Node): number {
    const node = this.#restricted(f);
    return node < RESULTS ? 1 << node : (this.#results[node - RESULTS] as number);
  }

  /** The variables the function still depends on, as bits. */
  supportOf(f: Node): number {
    const node = this.#restricted(f);
    return node < RESULTS ? 0 : (this.#support[node - RESULTS] as number);
  }

  /** Equal numbers are equal functions. */
  identityOf(f: Node): number {
    return this.#restricted(f);
  }

  /**
   * The variables that alone can turn the function from true to false or back, as bits; cells that lead to other results
   * are as if they were not there. Without such results this is `supportOf`.
   */
  turningOf(f: Node): number {
    const pairs = new Map<number, boolean>();
    const seen = new Set<Node>();
    let turning = 0;
    const visit = (node: Node): void => {
      if (node < RESULTS || seen.has(node)) return;
      seen.add(node);
      const edges = this.#edges[node - RESULTS] as readonly Edge[];
      const turns = edges.some((one, at) =>
        edges.slice(at + 1).some((other) => this.#canDiffer(one.to, other.to, pairs)),
      );
      if (turns) turning |= 1 << (this.#variables[node - RESULTS] as number);
      for (const { to } of edges) visit(to);
    };
    visit(this.#restricted(f));
    return turning;
  }

  /** Do some cells lead one function to true and the other to false? */
  #canDiffer(f: Node, g: Node, pairs: Map<number, boolean>): boolean {
    if (f === g) return false;
    if (f < RESULTS && g < RESULTS) return f + g === TRUE + FALSE && f !== OUTSIDE && g !== OUTSIDE;
    const key = Math.min(f, g) * 2 ** 24 + Math.max(f, g);
    const before = pairs.get(key);
    if (before !== undefined) return before;
    const variable = Math.min(this.#variableOf(f), this.#variableOf(g));
    const whole = (node: Node): readonly Edge[] =>
      this.#variableOf(node) === variable
        ? (this.#edges[node - RESULTS] as readonly Edge[])
        : [{ cells: -1, to: node }];
    const differs = whole(f).some((one) =>
      whole(g).some(
        (other) => (one.cells & other.cells) !== 0 && this.#canDiffer(one.to, other.to, pairs),
      ),
    );
    pairs.set(key, differs);
    return differs;
  }

  #variableOf(node: Node): number {
    return node < RESULTS ? Number.POSITIVE_INFINITY : (this.#variables[node - RESULTS] as number);
  }

  #restricted(node: Node): Node {
    if (node < RESULTS) return node;
    const before = this.#made[node] as number;
    if (before !== 0) return before - 1;
    const made = this.#make(node);
    this.#made[node] = made + 1;
    return made;
  }

  #make(node: Node): Node {
    const variable = this.#diagrams.variableOf(node);
    const possible = this.#possible[variable] as number;
    const edges: { cells: number; to: Node }[] = [];
    for (const edge of this.#diagrams.edgesOf(node)) {
      const cells = edge.cells & possible;
      if (cells === 0) continue;
      const to = this.#restricted(edge.to);
      const same = edges.find((other) => other.to === to);
      if (same) same.cells |= cells;
      else edges.push({ cells, to });
    }
    const [first] = edges;
    if (first === undefined) throw new RangeError(`No cell of variable ${variable} is possible.`);
    if (edges.length === 1) return first.to;
    edges.sort((a, b) => lowest(a.cells) - lowest(b.cells));
    return this.#shared(variable, edges);
  }

  #shared(variable: number, edges: readonly Edge[]): Node {
    let hash = variable;
    for (const { cells, to } of edges) hash = (Math.imul(hash, 31) + Math.imul(cells, 17) + to) | 0;
    const bucket = this.#buckets.get(hash);
    const before = bucket?.find((node) => this.#is(node, variable, edges));
    if (before !== undefined) return before;
    const node = RESULTS + this.#variables.length;
    this.#variables.push(variable);
    this.#edges.push(edges);
    let results = 0;
    let support = 1 << variable;
    for (const { to } of edges) {
      results |= to < RESULTS ? 1 << to : (this.#results[to - RESULTS] as number);
      support |= to < RESULTS ? 0 : (this.#support[to - RESULTS] as number);
    }
    this.#results.push(results);
    this.#support.push(support);
    if (bucket) bucket.push(node);
    else this.#buckets.set(hash, [node]);
    return node;
  }

  #is(node: Node, variable: number, edges: readonly Edge[]): boolean {
    const others = this.#edges[node - RESULTS] as readonly Edge[];
    return (
      this.#variables[node - RESULTS] === variable &&
      others.length === edges.length &&
      others.every((other, at) => other.cells === edges[at]?.cells && other.to === edges[at]?.to)
    );
  }
}

/** The lowest bit that is set. */
function lowest(cells: number): number {
  return cells & -cells;
}
