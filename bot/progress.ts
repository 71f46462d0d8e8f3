/** A progress bar on standard error, with the time left; a line now and then where that is no terminal. */

const WIDTH = 24;
const QUIET_MS = 5_000;

export type Progress = (step: string, done: number, of: number) => void;

export function progressBar(
  stream: NodeJS.WriteStream = process.stderr,
  now: () => number = Date.now,
): Progress {
  let step = "";
  let started = now();
  let shown = 0;
  return (name, done, of) => {
    if (name !== step) {
      step = name;
      started = now();
      shown = 0;
    }
    const finished = done >= of;
    if (!finished && now() - shown < (stream.isTTY ? 100 : QUIET_MS)) return;
    shown = now();
    const left = done > 0 ? Math.round((((now() - started) / done) * (of - done)) / 1000) : 0;
    const filled = Math.round((WIDTH * done) / Math.max(1, of));
    const line = `${name} [${"█".repeat(filled)}${"·".repeat(WIDTH - filled)}] ${done}/${of}, ${left} s left`;
    stream.write(stream.isTTY ? `\r${line}${finished ? "\n" : ""}` : `${line}\n`);
  };
}
