/** States between that of an entry in the pointer stage and those in which the later stages have it (eie-timing sections 4 and 5); its write is WRITE_STATES later. */
export const LINE = 1;
export const LOOK_UP = 2;
export const MULTIPLY = 3;
export const ADD = 4;
