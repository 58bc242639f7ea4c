import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSweep } from '../../src/sweep/config/load-sweep.ts';
import type { SweepConfig } from '../../src/sweep/config/sweep.ts';

const NETWORK = `name: small
layers:
  - name: first
    generate: { rows: 96, columns: 128, weightDensity: 0.2, activationDensity: 0.5 }
  - name: second
    generate: { rows: 40, columns: 96, weightDensity: 0.3, activationDensity: 0.4 }
`;

/** A new folder with network.yaml, a network of two small layers. */
export function smallFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-sweep-'));
  writeFileSync(join(folder, 'network.yaml'), NETWORK);
  return folder;
}

/** A sweep over that network; `body` holds everything but name and network. */
export function sweepText(body: string): string {
  return `name: small sweep\nnetwork: network.yaml\n${body}`;
}

/** The same, loaded from a file of its own. */
export async function smallSweep(body: string, folder = smallFolder()): Promise<SweepConfig> {
  const file = join(mkdtempSync(join(folder, 'sweep-')), 'sweep.yaml');
  writeFileSync(file, sweepText(body).replace('network: network.yaml', `network: ${join(folder, 'network.yaml')}`));
  return loadSweep(file);
}
