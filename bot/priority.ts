/** 让路：what only gets ready leaves the processors to the server that serves. */
import { readdirSync } from "node:fs";
import { setPriority } from "node:os";

const LOWEST = 19;

/** Lowers this process's priority, where it may also raise it again. @returns raises it */
export function giveWay(): () => void {
  if (!mayRaise()) return () => {};
  setAll(LOWEST);
  return () => setAll(0);
}

function mayRaise(): boolean {
  try {
    setPriority(1);
    setPriority(0);
    return true;
  } catch {
    return false;
  }
}

/** Linux has a priority for each thread; those begun later have that of the thread that begins them. */
function setAll(priority: number): void {
  const threads = process.platform === "linux" ? readdirSync("/proc/self/task").map(Number) : [process.pid];
  for (const thread of threads) {
    try {
      setPriority(thread, priority);
    } catch {
      // It has ended meanwhile.
    }
  }
}
