import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { generateLayer } from '../../../src/network/generate.ts';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { writeResult } from '../../../src/report/write-result.ts';
import { explainLayers, TERMS } from '../../../src/run/explain.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { runCli } from '../../run-cli.ts';
import { smallFolder } from '../../sweep/small-sweep.ts';
import { ladderRecord } from '../fixtures/other-records.ts';
import { nineLayers } from '../fixtures/result-builder.ts';

async function pageOf(record: object, besides = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-glossary-'));
  await writeResult(record, folder, ['html'], { besides });
  return readFileSync(join(folder, 'report.html'), 'utf8').replaceAll(/<script[\s\S]*?<\/script>/g, '');
}

const words = (html: string) =>
  html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"');

test('every number that a run counts is explained on its page as `explain` tells it', async (t) => {
  const record = nineLayers();
  const page = await pageOf(record);
  const text = words(page);
  const layer = record.layers[0] as unknown as Record<string, unknown>;
  const counted = TERMS.filter(({ name }) => name in layer || name.startsWith('energyPj.'));
  t.true(counted.length > 20);
  for (const { name, definition, formula, changedBy, source } of counted) {
    t.true(page.includes(`id="term-${name.replaceAll('.', '-')}"`), name);
    for (const part of [definition.slice(1), formula, changedBy, source])
      t.true(part === undefined || text.includes(part), `${name}: ${part}`);
  }
});

for (const [kind, record] of [
  ['run', nineLayers()],
  ['ladder', ladderRecord()],
] as const)
  test(`every link of the page of a ${kind} leads to what is on it, and no name is there twice`, async (t) => {
    const page = await pageOf(record);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    t.is(new Set(ids).size, ids.length);
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    t.deepEqual(
      links.filter((id) => !ids.includes(id)),
      [],
    );
  });

test('heads of tables lead to the glossary', async (t) => {
  const page = await pageOf(nineLayers());
  const heads = [...page.matchAll(/<th scope="col"[^>]*>(.*?)<\/th>/g)].map(([, head]) => head);
  for (const [name, words] of [
    ['term-cycles', /^cycles</],
    ['term-energyPj-sram', /^SRAM/],
    ['term-loadBalanceEfficiency', /^load bal/],
  ] as const)
    t.true(
      heads.some((head) => words.test(head) && head.includes(`href="#${name}"`)),
      name,
    );
});

test('why layers take their cycles: parts that add up, on the page as `explain cycles` tells them', async (t) => {
  const layers = ['a', 'b'].map((name, k) =>
    generateLayer({ name, rows: 60, columns: 80, weightDensity: 0.2, activationDensity: 0.5, codebookValues: 15 }, k),
  );
  const network = { name: 'two', file: 'two.yaml', seed: 1, layers };
  const hardware = await loadHardware('eie-64pe', { set: ['processingElements=4'] });
  const record = runNetwork(hardware, network, await loadEnergyTable(hardware.energy.tableFile));
  const page = await pageOf(record, { explained: await explainLayers(hardware, network) });
  const [, table] = /<caption>Why this many cycles<\/caption>([\s\S]*?)<\/table>/.exec(page)!;
  const rows = [...table.matchAll(/<tr><th scope="row"[^>]*>(\w)<\/th>(.*?)<\/tr>/g)].map(([, name, cells]) => ({
    name,
    numbers: [...cells.matchAll(/<td class="number"[^>]*>(\d+)<\/td>/g)].map(([, number]) => Number(number)),
  }));
  t.deepEqual(
    rows.map(({ name, numbers: [cycles] }) => [name, cycles]),
    record.layers.map(({ name, cycles }) => [name, cycles]),
  );
  for (const {
    numbers: [cycles, ...parts],
  } of rows) {
    t.true(parts.length > 3);
    t.is(
      parts.reduce((sum, part) => sum + part, 0),
      cycles,
    );
  }
});

test('`run --format html` tells why; of what is no EIE there is no such table', async (t) => {
  const network = join(smallFolder(), 'network.yaml');
  const has = async (machine: string) => {
    const folder = join(mkdtempSync(join(tmpdir(), 'picojoule-why-')), 'out');
    const { code, err } = await runCli('run', machine, network, '--out', folder, '--format', 'html');
    t.is(code, 0, err);
    return readFileSync(join(folder, 'report.html'), 'utf8').includes('<caption>Why this many cycles</caption>');
  };
  t.true(await has('eie-64pe'));
  t.false(await has('systolic-8x8'));
});
