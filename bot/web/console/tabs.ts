/** 栏目: shown to those whose role has them, in the order the server gives. */
import { mountDesk } from "./call/desk.ts";
import type { Tab } from "./context.ts";
import { createQueueTab } from "./queue/queue.ts";

export const TABS: readonly Tab[] = [{ area: "call", mount: mountDesk }, createQueueTab()];
