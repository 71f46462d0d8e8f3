/** 线索：words that settle a yes-or-no fact once it has been asked for, though they would say too little out of the blue. */
import type { FactKey } from "../../rules/index.ts";

interface Cues {
  readonly no: RegExp;
  readonly yes: RegExp;
}

const CUES: Partial<Record<FactKey, Cues>> = {
  affectedByEpidemic: {
    no: /(?:没|不)(?:有|受|怎么|太)?[^，]{0,4}影响|影响不大|正常|还(?:行|好|可以|不错)|不困难|没困难|跟往年(?:差不多|一样)/u,
    yes: /影响(?:很|挺|蛮|太|特别|非常|确实|真|比较|相当)?大|困难|一落千丈|亏|惨|没(?:生意|人|客)|关门|停业|撑不/u,
  },
};

/** @param said normalised */
export function cueOf(fact: FactKey, said: string): boolean | undefined {
  const cues = CUES[fact];
  if (cues?.no.test(said)) return false;
  return cues?.yes.test(said) ? true : undefined;
}
