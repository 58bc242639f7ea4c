import test from 'ava';
import { eieSchema } from '../../src/machines/eie/schema.ts';
import { hardwareTemplate } from '../../src/machines/hardware-template.ts';
import { loadHardware, loadHardwareText } from '../../src/node/read-configs.ts';

test('the template is the built-in EIE, key by key', async (t) => {
  const { file: _, ...template } = await loadHardwareText(hardwareTemplate());
  const { file: __, ...eie } = await loadHardware('eie-64pe');
  t.deepEqual(template, eie);
});

test('every key of the top level stands in the template', (t) => {
  for (const key of Object.keys(eieSchema.shape)) t.regex(hardwareTemplate(), new RegExp(`^${key}:`, 'm'));
});
