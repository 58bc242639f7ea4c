/**
 * For threads that run modules of this package. They take over the flags of Node's command line (`--cpu-prof`, `--import`), but where the program came as a text
 * (`--input-type=module -e ...`): Node starts no thread from a file with that flag. Flags of V8 and NODE_OPTIONS hold all the same.
 */
export const THREAD_FLAGS: { readonly execArgv?: string[] } = process.execArgv.some((flag) =>
  flag.startsWith('--input-type'),
)
  ? { execArgv: [] }
  : {};
