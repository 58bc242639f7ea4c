import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEnergyTable, loadHardware } from '../src/node/read-configs.ts';
import { loadNetwork } from '../src/node/read-networks.ts';
import { plotResult } from '../src/report/plot-result.ts';
import { runNetwork } from '../src/run/run-network.ts';
import type { Work } from './work.ts';

/** Drawing every chart of the nine-layer benchmark; the libraries are loaded by the unmeasured run. */
export async function chartWork(): Promise<Work[]> {
  const hardware = await loadHardware('eie-64pe');
  const table = await loadEnergyTable(hardware.energy.tableFile);
  const result = runNetwork(hardware, await loadNetwork('eie-benchmark'), table);
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-bench-'));
  return [['svg'], ['png'], ['pdf'], ['csv', 'vl.json', 'svg', 'png', 'pdf']].map((formats) => ({
    name: `all charts of nine layers as ${formats.join(', ')}`,
    run: () => plotResult(result, folder, formats, { style: 'column' }),
    runs: 3,
  }));
}
