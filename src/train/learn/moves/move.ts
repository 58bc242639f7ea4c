import type { Floats, Products } from '../../products/products.ts';

/** Which values learn, as data that threads can share. */
export type MoveSpec =
  | { readonly kind: 'all' }
  /** Only the parameters at these places. */
  | { readonly kind: 'survivors'; readonly positions: Uint32Array }
  /** Values that the parameters at these places share: parameter positions[k] has the value of group groups[k]. */
  | {
      readonly kind: 'centroids';
      readonly positions: Uint32Array;
      readonly groups: Uint32Array;
      /** How many groups there are; none is empty. */
      readonly count: number;
    };

/** The vector of values that learn, and how it hangs together with the vector of all parameters. */
export interface Move {
  /** The moving values; an optimiser changes them. */
  readonly values: Floats;
  /** Whether threads may share the work, each for a range of the values. */
  readonly divisible: boolean;
  /** Sums of the gradients of all parts, part after part, for the moving values `from` to `to` (without it). */
  readonly collect: (from: number, to: number) => Floats;
  /** Writes the moving values `from` to `to` back to the parameters. */
  readonly spread: (from: number, to: number) => void;
}

/** What a move is made of. A new kind is one file and one line in index.ts. */
export interface MoveParts {
  readonly products: Products;
  readonly parameters: Floats;
  /** Gradients of the parts of a batch, each as long as the parameters. */
  readonly gradients: readonly Floats[];
  /** Whether the gradients lie where `products` cannot reach them. */
  readonly foreign?: boolean;
  /** Two vectors as long as the parameters, for values and gradients that do not lie side by side. */
  readonly scratch: { readonly values: Floats; readonly gradients: Floats };
}
