import { type Place, UserError } from '../../base/user-error.ts';

/** At most `kept` weights in each block of `of` consecutive inputs of a row: 2:4 is { kept: 2, of: 4 }. */
export interface NOfM {
  readonly kept: number;
  readonly of: number;
}

/** Weights of a layer are dealt to PEs by rows (row r to PE r mod processingElements), and all get equally many: in the whole layer, or in each column. */
export interface Balance {
  readonly balance: 'processingElements' | 'columns';
  readonly processingElements: number;
}

/**
 * How weights are pruned: by the density to keep, by a magnitude, or by quality x standard deviation (Han et al. 2015); or to a pattern that a machine asks for:
 * N of M, equally many in each of a row's banks, equally many on each PE, or the same inputs for a block of rows. Of every pattern the largest magnitudes stay.
 */
export type PruneRule =
  | { readonly density: number }
  | { readonly threshold: number }
  | { readonly quality: number }
  | { readonly pattern: NOfM }
  | { readonly perBank: number; readonly banks: number }
  | ({ readonly density: number } & Balance)
  | { readonly density: number; readonly blockRows: number };

/** Names of the rules, as YAML and command line have them; what else belongs to one stands beside it. */
export const PRUNE_RULES = ['density', 'threshold', 'quality', 'pattern', 'perBank'] as const;

const LARGEST_BLOCK = 65536;

/**
 * `2:4`: a block of 4 keeps 2.
 * @throws UserError at `place` for anything else
 */
export function parsePattern(text: string, place: Place): NOfM {
  const [, kept, of] = (/^(\d{1,5}):(\d{1,5})$/.exec(text) ?? []).map(Number);
  if (kept >= 1 && kept <= of && of <= LARGEST_BLOCK) return { kept, of };
  throw UserError.at(
    place,
    `expected N:M, at most N weights in each M inputs of a row, such as 2:4 (N from 1 to M, M to ${LARGEST_BLOCK}), found "${text}"`,
    'PRUNE_PATTERN',
  );
}

/** `2:4`. */
export function patternName({ kept, of }: NOfM): string {
  return `${kept}:${of}`;
}
