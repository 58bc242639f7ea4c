/** Patterns of weights that are no N:M: every weight is stored, or as many in each bank of a row. Apart from the schema: who runs a machine needs none. */
export const DENSE = 'dense';
export const BANKS = 'banks';
