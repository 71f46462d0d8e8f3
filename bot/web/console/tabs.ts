/** 栏目: shown to those whose role has them, in the order the server gives. */
import type { Tab } from "./context.ts";

export const TABS: readonly Tab[] = [];
