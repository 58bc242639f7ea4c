/** The machine of a config that names none. */
export const DEFAULT_MACHINE = 'eie';
