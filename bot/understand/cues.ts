/** 线索：words that settle a yes-or-no fact once it has been asked for, though they would say too little out of the blue. */

export interface Cues {
  /** What was asked, in other words: denied it is a no, denied twice a yes. */
  readonly asked?: RegExp;
  /** Signs of a yes and of a no. Denied they say nothing: 没关门 is not 没困难. */
  readonly yes: RegExp;
  readonly no: RegExp;
  /** The contrary of what was asked: denied it is a yes. */
  readonly contrary?: RegExp;
  /** What of it says too little for a yes: 担保公司 can be private. */
  readonly tooLittle?: RegExp;
  /** A no whatever else is shown: 生意差，不过不赖疫情. */
  readonly decidesNo?: RegExp;
  /** Says at last that what was so is no more: 有过一笔，还清了. */
  readonly ended?: RegExp;
  /** What counts where both are shown: one case of being owed is a yes; 贷过，还清了 is as it ended. */
  readonly mixed?: "yes" | "last";
}

/** Of alternatives written over several lines. */
export function anyOf(...alternatives: string[]): RegExp {
  return new RegExp(alternatives.join("|"), "gu");
}
