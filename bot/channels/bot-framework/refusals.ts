/** A line a minute of each kind: whoever knocks at the door does not fill the log. */
export function sparingly(log: (line: string) => void, now: () => number): (line: string) => void {
  const logged = new Map<string, number>();
  return (line) => {
    const at = now();
    if (at - (logged.get(line) ?? Number.NEGATIVE_INFINITY) < MINUTE_MS) return;
    logged.set(line, at);
    log(line);
  };
}

const MINUTE_MS = 60 * 1000;
