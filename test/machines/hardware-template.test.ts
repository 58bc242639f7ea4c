import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { checkAnyFile } from '../../src/check/check-use.ts';
import type { Chip } from '../../src/config/chip.ts';
import { eieSchema } from '../../src/machines/eie/schema.ts';
import { hardwareTemplate, machineTemplate } from '../../src/machines/hardware-template.ts';
import { allMachines } from '../../src/machines/index.ts';
import { loadHardware, loadHardwareText } from '../../src/node/read-configs.ts';

test('the template is the built-in EIE, key by key', async (t) => {
  const { file: _, ...template } = await loadHardwareText(hardwareTemplate());
  const { file: __, ...eie } = await loadHardware('eie-64pe');
  t.deepEqual(template, eie);
});

test('every key of the top level stands in the template', (t) => {
  for (const key of Object.keys(eieSchema.shape)) t.regex(hardwareTemplate(), new RegExp(`^${key}:`, 'm'));
});

test('the template of each kind of machine is a valid config of that kind', async (t) => {
  for (const { name } of allMachines()) {
    const { machine = 'eie', buffer }: Chip = await loadHardwareText(await machineTemplate(name));
    t.is(machine, name);
    t.is(buffer, undefined);
  }
  await t.throwsAsync(machineTemplate('systolik'), { message: /systolik.*did you mean "systolic"/s });
});

test('check knows components of every machine in an energy table, and refuses those of none', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'table.yaml');
  const row = (component: string, action: string) =>
    `  - { component: ${component}, action: ${action}, model: sram, provenance: modelled, source: CACTI }\n`;
  writeFileSync(
    file,
    `name: t\ntechnology: 45 nm\nrows:\n${row('sumMemory', 'read')}${row('buffer', 'read')}${row('sumMemry', 'read')}`,
  );
  const { faults } = await checkAnyFile(file);
  t.is(faults.length, 1);
  t.regex(faults[0].message, /sumMemry/);
});
