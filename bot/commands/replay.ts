/** `mingbai replay`: the answer behind a receipt, byte for byte, or what has changed since. */
import { renderText } from "../channels/text.ts";
import type { Desk } from "../handle-turn.ts";
import { changeSince, replay } from "../replay.ts";
import { wording } from "../wording.ts";

/** @returns 0 for the same answer, 1 for a changed one, 2 where there is none */
export async function runReplay(typed: string, desk: Desk): Promise<number> {
  const result = await replay(typed, desk);
  switch (result.kind) {
    case "mistyped":
      process.stderr.write(`${wording.replay.mistyped}\n`);
      return 2;
    case "unknown":
      process.stderr.write(`${wording.replay.unknown(result.code)}\n`);
      return 2;
    case "same":
      process.stdout.write(`${renderText(result.blocks)}\n`);
      return 0;
    case "changed":
      process.stderr.write(`${changeSince(result) ?? ""}\n`);
      process.stdout.write(`${renderText(result.blocks)}\n`);
      return result.isSame ? 0 : 1;
  }
}
