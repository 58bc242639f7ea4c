/** The machine of a config that names none, and of a record that names none. */
export const DEFAULT_MACHINE = 'eie';
