/** 读音：all the ways a character can be read, without tones, ü typed as v. */
import { polyphonic } from "pinyin-pro";

const known = new Map<string, readonly string[]>();

/** A letter or a digit reads as itself. */
export function readingsOf(character: string): readonly string[] {
  const before = known.get(character);
  if (before !== undefined) return before;
  const readings = /\p{Script=Han}/u.test(character)
    ? polyphonic(character, { toneType: "none", type: "array" }).flat()
    : [character];
  const typed = [...new Set(readings.flatMap((reading) => variantsOf(reading)))].filter((one) => one !== "");
  known.set(character, typed);
  return typed;
}

/** lü is typed lv, or lu where somebody does not know. */
function variantsOf(reading: string): string[] {
  return reading.includes("ü") ? [reading.replaceAll("ü", "v"), reading.replaceAll("ü", "u")] : [reading];
}
