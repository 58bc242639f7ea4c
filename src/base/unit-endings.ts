/** A unit that the end of a name says (names of numbers end in their unit): `energyPj`, `timeUs`. */
export interface UnitEnding {
  readonly ending: RegExp;
  /** As records write it. */
  readonly unit: string;
  /** As people read it without its prefix, and the power of ten that the prefix stands for; absent where it takes no prefix. */
  readonly scaled?: { readonly letters: string; readonly exponent: number };
  /** As people read it, where records write it otherwise. */
  readonly shown?: string;
}

/** The first that fits counts. */
export const UNIT_ENDINGS: readonly UnitEnding[] = [
  { ending: /PjS$/, unit: 'pJ s', scaled: { letters: 'J·s', exponent: -12 } },
  { ending: /Pj$/, unit: 'pJ', scaled: { letters: 'J', exponent: -12 } },
  { ending: /Us$/, unit: 'us', scaled: { letters: 's', exponent: -6 } },
  { ending: /Ns$/, unit: 'ns', scaled: { letters: 's', exponent: -9 } },
  { ending: /Mw$/, unit: 'mW', scaled: { letters: 'W', exponent: -3 } },
  { ending: /Hz$/, unit: 'Hz', scaled: { letters: 'Hz', exponent: 0 } },
  { ending: /Mm2$/, unit: 'mm2', shown: 'mm²' },
  { ending: /Bits$/, unit: 'bit' },
  { ending: /Bytes$/, unit: 'B' },
  { ending: /Nm$/, unit: 'nm' },
  { ending: /Db$/, unit: 'dB' },
];
