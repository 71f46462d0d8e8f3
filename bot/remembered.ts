/** 记住的答复：the same words in the same state have the same answer, so it is worked out once for all who ask. */
import { LRUCache } from "lru-cache";
import type { Answer, Respond } from "./respond.ts";

/** Answers of a few kilobytes. */
const MOST_ANSWERS = 2_000;

/** @param respond a pure function of the message */
export function remembering(respond: Respond): Respond {
  const answers = new LRUCache<string, Promise<Answer>>({ max: MOST_ANSWERS });
  return (message) => {
    const key = JSON.stringify(message);
    const before = answers.get(key);
    if (before) return before;
    const answer = respond(message);
    answers.set(key, answer);
    // A failure is worked out again by whoever asks next.
    answer.catch(() => answers.delete(key));
    return answer;
  };
}
