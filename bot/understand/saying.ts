/** 说法：how a yes or a no is said. */
import type { FactKey } from "../../rules/index.ts";

/** How a fact is said of. In a clause the no is looked for first: 不受影响 holds 受影响. */
export interface Saying {
  readonly fact: FactKey;
  readonly no: RegExp;
  /** Speaks of it and settles nothing: 想贷款. */
  readonly neither?: RegExp;
  readonly yes: RegExp;
  /** Where a clause or two before spoke of this, the next may settle it without naming it: 申请了展期，没批. */
  readonly topic?: RegExp;
  readonly thenNo?: RegExp;
  readonly thenYes?: RegExp;
}
