/**
 * For threads that run modules of this package: the flags of Node's command line are those of the program that uses it, and one that came as a text
 * (`--input-type=module -e ...`) would have no thread at all. Flags of V8 and NODE_OPTIONS hold all the same.
 */
export const NO_FLAGS = { execArgv: [] as string[] };
