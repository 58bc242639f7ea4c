import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineTemplate } from '../../src/machines/hardware-template.ts';

/** A config of any machine, as `picojoule init --machine NAME` writes it: what a machine is tried on that no test names. */
export async function templateFile(machine: string): Promise<string> {
  const file = join(mkdtempSync(join(tmpdir(), 'picojoule-machine-')), `${machine}.yaml`);
  writeFileSync(file, await machineTemplate(machine));
  return file;
}
