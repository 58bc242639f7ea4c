/** How fast work goes, over the last seconds: what went before an interruption, or while the first of it was prepared, tells nothing of the rest. */
export interface Pace {
  /** Takes notice of how much is done. */
  readonly look: (seconds: number, done: number) => void;
  /** The same, and tells: `12 points/s` and `40 s left`; both empty while too little is known. */
  readonly at: (seconds: number, done: number, of: number) => { readonly rate: string; readonly left: string };
}

const WINDOW_SECONDS = 15;
const LEAST_SECONDS = 0.5;

/** Looks that follow each other closer tell nothing new: of a million points each is one. */
const LOOK_SECONDS = 0.1;

export function pace(unit: string): Pace {
  const seen: { seconds: number; done: number }[] = [];
  const look = (seconds: number, done: number): void => {
    if (seen.length > 0 && seconds - seen.at(-1)!.seconds < LOOK_SECONDS) return;
    seen.push({ seconds, done });
    while (seen.length > 2 && seen[1].seconds <= seconds - WINDOW_SECONDS) seen.shift();
  };
  return {
    look,
    at(seconds, done, of) {
      look(seconds, done);
      const span = seconds - seen[0].seconds;
      const rate = (done - seen[0].done) / span;
      if (span < LEAST_SECONDS || rate <= 0) return { rate: '', left: '' };
      const left = Math.ceil((of - done) / rate);
      return { rate: `${rate < 10 ? rate.toFixed(1) : rate.toFixed(0)} ${unit}/s`, left: `${left} s left` };
    },
  };
}
