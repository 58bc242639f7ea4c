/** Threads that work on one batch: what they share to keep in step. */
export interface Crew {
  /** Which one this is, from 0. */
  readonly me: number;
  readonly size: number;
  /** Waits until all are here. Throws where another one has failed. */
  readonly meet: () => void;
}

/** One thread alone. */
export const ALONE: Crew = { me: 0, size: 1, meet() {} };

/** Numbers in the memory that a crew meets by. */
export const CREW_CONTROL = 3;
const [ARRIVED, ROUND, FAILED] = [0, 1, 2];

/** Looks this often before it sleeps: the others are mostly near. */
const SPINS = 2000;

/** A sleeping thread looks again after this time, in case that another one died. */
const NAP_MS = 500;

/** @param control CREW_CONTROL numbers in shared memory, zeros before the first meeting */
export function crewOf(me: number, size: number, control: Int32Array): Crew {
  return {
    me,
    size,
    meet() {
      const round = Atomics.load(control, ROUND);
      if (Atomics.add(control, ARRIVED, 1) === size - 1) {
        Atomics.store(control, ARRIVED, 0);
        Atomics.add(control, ROUND, 1);
        Atomics.notify(control, ROUND);
        return;
      }
      for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(control, ROUND) !== round) return;
      while (Atomics.load(control, ROUND) === round) {
        if (Atomics.load(control, FAILED) !== 0) throw new Error('another thread of the training has failed');
        Atomics.wait(control, ROUND, round, NAP_MS);
      }
    },
  };
}

/** Says that this thread will not come any more. */
export function leaveCrew(control: Int32Array): void {
  Atomics.store(control, FAILED, 1);
  Atomics.notify(control, ROUND);
}
