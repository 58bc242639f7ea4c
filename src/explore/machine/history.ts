/** Where somebody has been, to go back to. */
export interface History<State> {
  readonly now: () => State;
  /** Goes on from here; what was undone is gone. */
  readonly go: (state: State) => void;
  readonly undo: () => State | undefined;
  readonly redo: () => State | undefined;
  readonly canUndo: () => boolean;
  readonly canRedo: () => boolean;
}

/** More steps than that nobody goes back. */
const MOST = 200;

export function history<State>(first: State, isSame: (a: State, b: State) => boolean): History<State> {
  const states = [first];
  let at = 0;
  const to = (place: number): State | undefined => {
    if (place < 0 || place >= states.length) return undefined;
    at = place;
    return states[at];
  };
  return {
    now: () => states[at],
    go(state) {
      if (isSame(state, states[at])) return;
      states.splice(at + 1, states.length, state);
      if (states.length > MOST) states.shift();
      at = states.length - 1;
    },
    undo: () => to(at - 1),
    redo: () => to(at + 1),
    canUndo: () => at > 0,
    canRedo: () => at + 1 < states.length,
  };
}
