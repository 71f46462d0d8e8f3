/** 栏目: shown to those whose role has them, in the order the server gives. */
import { mountDesk } from "./call/desk.ts";
import type { Tab } from "./context.ts";
import { mountPlayground } from "./playground/playground.ts";
import { createQueueTab } from "./queue/queue.ts";
import { mountFigures } from "./supervisor/figures.ts";
import { mountReview } from "./supervisor/review.ts";

export const TABS: readonly Tab[] = [
  { area: "call", mount: mountDesk },
  createQueueTab(),
  { area: "review", mount: mountReview },
  { area: "figures", mount: mountFigures },
  { area: "playground", mount: mountPlayground },
];
