import test from 'ava';
import { AUTHORS_COUNTS, AUTHORS_CYCLES } from '../../src/reproduce/eie/authors-layer.ts';
import { authorsLayer } from '../../src/reproduce/eie/authors-layer-section.ts';
import { eieRuns } from '../../src/reproduce/eie/eie-runs.ts';
import { fc8Folder } from '../oracles/eie/eie-dump.ts';
import { testWithData } from '../oracles/shared-folder.ts';

const asked = { set: [], files: { fc8: fc8Folder }, onSection: () => {}, warn: () => {} };
const withLayer = testWithData(fc8Folder);

withLayer("what is recorded of the authors' layer is what the simulation counts in it", async (t) => {
  const { layers } = await eieRuns(asked).real();
  t.deepEqual(layers, [{ name: 'Alex-8', cycles: AUTHORS_CYCLES, actionCounts: AUTHORS_COUNTS }]);
});

withLayer("cycles and row reads of the authors' layer are those of the authors' simulator, to the last", async (t) => {
  const { rows } = await authorsLayer(eieRuns(asked));
  t.is(rows.length, 18);
  for (const { key, published, ours } of rows) t.is(ours.simulated, published, key);
});

test('without the layer its section says what is missing and where it is, and Table II goes on', async (t) => {
  const runs = eieRuns({ ...asked, files: {} });
  const { rows, missing } = await authorsLayer(runs);
  t.is(rows.length, 0);
  t.regex(missing!, /RalphMao\/EIE-simulator.*--fc8 FOLDER/);
  t.is((await runs.real()).layers.length, 1);
});

test('a machine that counts otherwise does not take what was recorded for the EIE', async (t) => {
  const runs = eieRuns({ ...asked, files: {}, set: ['activationQueue.depth=16'] });
  const { layers, note } = await runs.real();
  t.is(layers.length, 0);
  t.regex(note, /another machine/);
});
