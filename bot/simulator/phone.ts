/** 手机：what the owner sees, in order, whoever says it. */

/** 气泡 */
export interface Bubble {
  /** `owner`: what was said by tapping. `platform`: of Tencent's own, such as an outage. */
  readonly from: "owner" | "bot" | "platform";
  readonly text: string;
  /** What can be tapped in it. */
  readonly taps: readonly Tap[];
}

export interface Tap {
  readonly label: string;
  readonly run: () => Promise<void>;
}

export interface Phone {
  readonly bubbles: readonly Bubble[];
  readonly show: (bubble: Bubble) => void;
  /** Taps what has this label, in the newest bubble that has it. */
  readonly tap: (label: string) => Promise<void>;
  /** Texts shown since a number of bubbles, without the owner's own. */
  readonly since: (count: number) => readonly string[];
}

export function createPhone(onShow: (bubble: Bubble) => void = () => {}): Phone {
  const bubbles: Bubble[] = [];
  return {
    bubbles,
    show: (bubble) => {
      bubbles.push(bubble);
      onShow(bubble);
    },
    tap: async (label) => {
      const taps = bubbles.toReversed().flatMap((bubble) => bubble.taps);
      const found = taps.find((tap) => tap.label === label);
      if (!found) throw new Error(`Nothing on the phone says “${label}”.`);
      await found.run();
    },
    since: (count) =>
      bubbles
        .slice(count)
        .filter(({ from }) => from !== "owner")
        .map(({ text }) => text),
  };
}
