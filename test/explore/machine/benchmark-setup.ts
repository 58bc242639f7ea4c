import type { Eie } from '../../../src/machines/eie/hardware.ts';
import { loadHardware } from '../../../src/node/read-configs.ts';
import type { ExplorerSetup } from '../../../src/report/explorer/setup.ts';

/** The machine from which an explorer of the benchmark starts. */
export const base = (await loadHardware('eie-64pe')) as Eie;

/** The setup of that explorer, without prices of small layers. */
export const setup: ExplorerSetup = {
  title: '',
  hardware: 'eie-64pe',
  network: 'eie-benchmark',
  set: [],
  files: {},
  small: { config: '', hardware: base, table: { name: '', file: '', rows: [] } as never },
};
