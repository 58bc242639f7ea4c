import type { LayerName } from '../../papers/eie.ts';

/** Why single layers differ in Table IV. */
export const CAUSES: Readonly<Partial<Record<LayerName, string>>> = {
  'Alex-6': 'Table III: even filling leaves the PEs more even than a real layer does',
  'Alex-7': "Table III's 9 % are more work than the paper's theoretical time; with that work the difference is 2 %",
  'Alex-8':
    "Table III's 37.5 % active columns are less work than the theoretical time says (the authors' own layer has 42.9 %)",
  'VGG-6': 'outside with both; see D3',
  'NT-LSTM': 'the bias of the real layer is not in the benchmark',
};
