/** What is fetched for a part of the screen: only the newest request is shown, and what went wrong is said there. */
import { ApiError } from "./api.ts";
import type { ConsoleContext } from "./context.ts";
import { button, el, replace } from "./element.ts";

/** A sign of life is shown only to those who have to wait. */
const WAITING_MS = 300;

export interface Loader {
  /** Fetches and shows; what was shown before stays until then. */
  readonly load: <T>(
    fetching: (signal: AbortSignal) => Promise<T>,
    show: (result: T) => void,
  ) => Promise<void>;
  readonly stop: () => void;
}

/** @param status where waiting and failure are said */
export function createLoader(status: HTMLElement, { wording }: ConsoleContext): Loader {
  let controller = new AbortController();
  const load: Loader["load"] = async (fetching, show) => {
    controller.abort();
    const mine = new AbortController();
    controller = mine;
    const waiting = setTimeout(() => replace(status, wording.common.loading), WAITING_MS);
    try {
      const result = await fetching(mine.signal);
      if (mine.signal.aborted) return;
      replace(status);
      show(result);
    } catch (error) {
      if (mine.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      const again = button(wording.common.retry, () => void load(fetching, show));
      replace(status, el("span", { class: "trouble", role: "alert" }, error.message), again);
    } finally {
      clearTimeout(waiting);
    }
  };
  return { load, stop: () => controller.abort() };
}
