import type { Chip } from '../../config/chip.ts';

/** Of several PEs the time is a bound: the papers do not say how work is divided among them. */
export function boundOf({ processingElements }: Pick<Chip, 'processingElements'>): string | undefined {
  if (processingElements === 1) return undefined;
  return `cycles of ${processingElements} PEs as if work divided evenly, which the papers do not say how it does`;
}
