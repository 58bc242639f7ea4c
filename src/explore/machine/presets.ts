import type { Point } from './point.ts';

/** Where the controls may be put at once, and what to look at then. */
export interface Preset {
  readonly title: string;
  readonly point: Point;
  /** The control to move. */
  readonly control?: string;
  /** A question before the answer. */
  readonly look: string;
}

const EIE = 'eie-64pe';
const rung = (name: string, title: string, look: string): Preset => ({
  title,
  point: { hardware: `ladder/${name}`, values: {} },
  look,
});

/** From dense weights in DRAM to the EIE, each rung one idea; then figures of the paper to drag. */
export const PRESETS: readonly { readonly title: string; readonly presets: readonly Preset[] }[] = [
  {
    title: 'The lecture, rung by rung',
    presets: [
      rung(
        '1-dense-fp32',
        '1. Dense 32-bit floats from DRAM',
        'Every weight comes from DRAM for each input. How much of the energy computes?',
      ),
      rung('2-dense-int16', '2. 16-bit fixed point', 'Half the bits: does half the energy go, and which half?'),
      rung(
        '3-pruned',
        '3. Pruned',
        'Nine in ten weights are gone; what stays needs an index. What does the index cost?',
      ),
      rung('4-shared', '4. Weights shared', 'A code of four bits instead of sixteen. What is left of the DRAM energy?'),
      rung('5-sram', '5. In on-chip SRAM', 'Nothing leaves the chip any more. Is arithmetic now the larger part?'),
      rung('6-eie', '6. Zero activations skipped: EIE', 'Zeros are not sent. Which layers gain nothing, and why?'),
    ],
  },
  {
    title: "EIE's figures, to drag",
    presets: [
      {
        title: 'Fig. 8: queue depth',
        point: { hardware: EIE, values: { queueDepth: '2' } },
        control: 'queueDepth',
        look: 'A queue that holds one item. Which depth halves the starved cycles? From which on does more not help?',
      },
      {
        title: 'Fig. 9: SRAM width',
        point: { hardware: EIE, values: { width: '32 bit' } },
        control: 'width',
        look: 'A wider memory is read less often, but each read costs more. At which width do all reads together cost least?',
      },
      {
        title: 'Fig. 11: processing elements',
        point: { hardware: EIE, values: { processingElements: '1' } },
        control: 'processingElements',
        look: 'Twice the processing elements: half the time? See where the load balance falls.',
      },
    ],
  },
];
