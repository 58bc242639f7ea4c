/** What the thread that works is told when it starts. */
export interface Terminal {
  /** Columns of the terminal on standard output; undefined where it is none. */
  readonly columns: number | undefined;
  /** Whether standard error is a terminal. */
  readonly interactive: boolean;
}

/** What the thread that works tells the one that listens, in order. */
export type FromWork =
  | { readonly kind: 'out' | 'err'; readonly text: string }
  /** The command stops by itself, in its own way, when it is told to. */
  | { readonly kind: 'stopsItself' }
  /** It has heard that it should stop. */
  | { readonly kind: 'stopping' }
  | { readonly kind: 'end'; readonly exitCode: number };

/** What it is told in turn. */
export type ToWork = 'stop';
