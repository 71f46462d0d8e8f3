/** Made-up owners for the benchmark: the same every time, each fact drawn alone. */
import { FACT_KEYS, FACTS, type FactSpec, type Facts, type FactValue } from "../../../rules/index.ts";

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Every fact that can be asked for: choices evenly, figures evenly by order of magnitude, dates evenly by day. */
export function randomOwner(random: () => number): Facts {
  return Object.fromEntries(
    FACT_KEYS.flatMap((key) => {
      const spec: FactSpec = FACTS[key];
      return spec.question === undefined ? [] : [[key, randomValue(spec, random)]];
    }),
  );
}

function randomValue(spec: FactSpec, random: () => number): FactValue {
  switch (spec.kind) {
    case "yesNo":
      return random() < 0.5;
    case "choice": {
      const choices = Object.keys(spec.choices);
      return choices[Math.floor(random() * choices.length)] as string;
    }
    case "number": {
      const [low, high] = [Math.log(spec.usual.min), Math.log(spec.usual.max)];
      const value = Math.exp(low + random() * (high - low));
      const figure = spec.whole ? Math.floor(value) : Math.round(value * 100) / 100;
      return { min: figure, max: figure };
    }
    case "date": {
      const [first, last] = [Date.parse(spec.usual.min), Date.parse(spec.usual.max)];
      return new Date(first + random() * (last - first)).toISOString().slice(0, 10);
    }
    case "sizes":
    case "text":
      throw new TypeError("Nobody is asked for this.");
  }
}
