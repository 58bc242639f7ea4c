import type { Chip } from '../../config/chip.ts';

/** PEs of so many multipliers: as many of them as give the multipliers asked for. */
export function resizedBy<Hardware extends Chip>(perElement: (hardware: Hardware) => number) {
  return (multipliers: number, hardware: Hardware): readonly string[] | undefined => {
    const pes = multipliers / perElement(hardware);
    return Number.isInteger(pes) ? [`processingElements=${pes}`] : undefined;
  };
}

/** The array nearest to a square with so many places. */
export function arrayOf(places: number): readonly string[] {
  let rows = Math.floor(Math.sqrt(places));
  while (places % rows !== 0) rows--;
  return [`array.rows=${rows}`, `array.columns=${places / rows}`];
}
