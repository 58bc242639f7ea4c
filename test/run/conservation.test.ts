import assert from 'node:assert/strict';
import test from 'ava';
import { type RandomStream, randomBelow, randomStream } from '../../src/base/random.ts';
import {
  areaOf,
  generateLayer,
  type Hardware,
  type Layer,
  type LayerResult,
  loadEnergyTable,
  loadHardware,
  type RunResult,
  runNetwork,
} from '../../src/index.ts';

/** Laws that hold whatever the machine and the layer: each is tried on all of these runs of random machines and random layers, through the public API. */
interface Trial {
  /** What to type to see it again. */
  readonly set: readonly string[];
  readonly hardware: Hardware;
  readonly layers: readonly Layer[];
  readonly result: RunResult;
}

const TRIALS = 60;
const next = randomStream(2026);
const below = (bound: number): number => randomBelow(next, bound);
const some = <T>(list: readonly T[]): T => list[below(list.length)];
const table = await loadEnergyTable('45nm');

/** Small memories, so that much overflows; formats, nodes, devices and homes of all kinds. */
function anySet(): string[] {
  const kind = some(['codebook', 'direct', 'dense']);
  const weights = {
    codebook: [`encoding.indexBits=${2 + below(5)}`, `arithmetic.weight=${some(['q7.8', 'fp16', 'int8'])}`],
    direct: ['encoding.weights=direct', 'encoding.codeBits=16', 'memories.sparseMatrix.width=256 bit'],
    dense: [
      'encoding.weights=direct',
      'encoding.codeBits=16',
      'encoding.indexBits=none',
      `encoding.skipZeroActivations=${some([true, false])}`,
    ],
  };
  const objective = some(['clock', 'ed2', 'energy', 'area']);
  return [
    `processingElements=${1 + below(24)}`,
    `activationQueue.depth=${2 + below(15)}`,
    `technology=${some([90, 65, 45, 28, 16, 7, 5, 3])} nm`,
    `temperature=${300 + below(101)} K`,
    `clock=${100 + below(1500)} MHz`,
    `memories.sparseMatrix.width=${some([64, 128, 256])} bit`,
    `memories.sparseMatrix.capacity=${2 ** (1 + below(7))} KiB`,
    `memories.sparseMatrix.device=${some(['lstp', 'hp', 'lop'])}`,
    `memories.sparseMatrix.objective=${objective}`,
    `memories.pointers.capacity=${some([1, 2, 32])} KiB`,
    `memories.activations.capacity=${some(['512 B', '2 KiB'])}`,
    `memories.sourceActivations.entries=${some([4, 16, 64])}`,
    `memories.destinationActivations.entries=${some([4, 16, 64])}`,
    `weights.home=${some(['sparseMatrix', 'sparseMatrix', 'dram'])}`,
    `weights.overflow=${some(['warn', 'stream', 'stream'])}`,
    `dram.part=${some(['lpddr3-1600', 'ddr4-2400', 'hbm2'])}`,
    `dram.channels=${1 + below(3)}`,
    ...weights[kind as keyof typeof weights],
  ];
}

function anyLayer(name: string): Layer {
  return generateLayer(
    {
      name,
      rows: 1 + below(300),
      columns: 1 + below(400),
      weightDensity: some([0, 0.05, 0.3, 1]),
      activationDensity: some([0, 0.2, 0.7, 1]),
      ...(below(2) === 0 && { codebookValues: 15 }),
    },
    below(1000),
  );
}

const runOf = (hardware: Hardware, layers: readonly Layer[]): RunResult =>
  runNetwork(hardware, { name: 'random', file: 'random', seed: 1, layers }, table);

const trials: Trial[] = [];
for (let k = 0; k < TRIALS; k++) {
  const set = anySet();
  const hardware = await loadHardware('eie-64pe', { set });
  const layers = [anyLayer('a'), anyLayer('b')].slice(0, 1 + below(2));
  trials.push({ set, hardware, layers, result: runOf(hardware, layers) });
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
const near = (a: number, b: number, what = ''): void =>
  assert.ok(Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b)), `${what} ${a} ${b}`);

/** A law of a layer, with its run. */
type Law = (layer: LayerResult, trial: Trial, given: Layer) => void;

const law = test.macro((t, holds: Law) => {
  for (const trial of trials)
    trial.result.layers.forEach((layer, k) => {
      try {
        holds(layer, trial, trial.layers[k]);
      } catch (cause) {
        t.fail(`${trial.set.join(' ')}\n${layer.name} ${layer.rows} x ${layer.columns}: ${String(cause)}`);
      }
    });
  t.pass();
});

const peCycles = (layer: LayerResult, { hardware }: Trial): number =>
  layer.cycles * (hardware as Hardware & { processingElements: number }).processingElements;
const pes = ({ hardware }: Trial): number => (hardware as Hardware & { processingElements: number }).processingElements;

/** What of a set is asked for: the last one wins. */
const asked = ({ set }: Trial, key: string): string | undefined =>
  set.findLast((one) => one.startsWith(`${key}=`))?.slice(key.length + 1);

// energy

test('the total is the sum of its categories', law, ({ energyPj }) => {
  const { arithmetic, sram, dram, registers, control, leakage } = energyPj;
  near(energyPj.total, sum([arithmetic, sram, dram, registers, control, leakage]));
});

test('the total is the sum of its components', law, ({ energyPj }) =>
  near(energyPj.total, sum(Object.values(energyPj.byComponent))),
);

test('the total is the sum of its actions', law, ({ energyPj }) =>
  near(energyPj.total, sum(Object.values(energyPj.byAction))),
);

test('every action costs its count times its price', law, ({ energyPj, actionCounts }, { result }) => {
  const prices = new Map(result.energyTable.map((row) => [`${row.component}.${row.action}`, row.energyPj]));
  for (const [name, count] of Object.entries(actionCounts))
    near(energyPj.byAction[name], count * (prices.get(name) ?? 0), name);
});

test('no energy and no price is negative, nor infinite', law, ({ energyPj }, { result }) => {
  for (const price of result.energyTable)
    assert.ok(price.energyPj >= 0 && Number.isFinite(price.energyPj), price.action);
  for (const energy of Object.values(energyPj.byAction)) assert.ok(energy >= 0 && Number.isFinite(energy));
});

test('leakage is the sum of the leakage actions, of every cycle, idle PEs included', law, (layer, trial) => {
  const leaks = Object.entries(layer.energyPj.byAction).filter(([name]) => name.endsWith('.leakage'));
  near(layer.energyPj.leakage, sum(leaks.map(([, energy]) => energy)));
  for (const component of ['sparseMatrix', 'pointers', 'activationQueue'])
    assert.equal(layer.actionCounts[`${component}.leakage`], peCycles(layer, trial), component);
});

test('average power is energy over time', law, (layer) =>
  near(layer.averagePowerMw * layer.timeUs * 1000, layer.energyPj.total),
);

test(
  'memory over arithmetic is SRAM and DRAM over arithmetic, or nothing where nothing was multiplied',
  law,
  (layer) => {
    const { arithmetic, sram, dram } = layer.energyPj;
    if (arithmetic === 0) assert.equal(layer.memoryToArithmeticRatio, null);
    else near(layer.memoryToArithmeticRatio!, (sram + dram) / arithmetic);
  },
);

test('every price has a source and says how it came about', law, (_layer, { result }) => {
  for (const { source, provenance } of result.energyTable) assert.ok(source !== '' && provenance.length > 3);
});

// counts

test('every count is a whole number and none is negative', law, ({ actionCounts }) => {
  for (const [name, count] of Object.entries(actionCounts)) assert.ok(Number.isSafeInteger(count) && count >= 0, name);
});

test('what is pushed is what is sent, once for each PE', law, ({ actionCounts, broadcasts }, trial) => {
  assert.equal(actionCounts['broadcast.send'], broadcasts);
  assert.equal(actionCounts['activationQueue.push'], broadcasts * pes(trial));
});

test('all that is pushed is popped', law, ({ actionCounts }) =>
  assert.equal(actionCounts['activationQueue.pop'], actionCounts['activationQueue.push']),
);

test(
  'every pop reads pointers, unless the machine stores every weight and needs none',
  law,
  ({ actionCounts }, trial) =>
    assert.equal(
      actionCounts['pointers.read'],
      asked(trial, 'encoding.indexBits') === 'none' ? 0 : actionCounts['activationQueue.pop'],
    ),
);

test('an entry that is taken moves the address, and in a machine with a codebook looks its weight up', law, (layer) => {
  const entries = layer.actionCounts['addressAccumulator.add'];
  assert.equal(layer.actionCounts['codebook.read'] ?? entries, entries);
  assert.equal(entries, layer.busyCycles);
});

test('every multiplication is added and written, and read back unless it is bypassed', law, (layer) => {
  const { actionCounts, multiplyAccumulates, bypasses } = layer;
  for (const action of ['arithmeticUnit.multiply', 'arithmeticUnit.add', 'destinationActivations.write'])
    assert.equal(actionCounts[action], multiplyAccumulates, action);
  assert.equal(actionCounts['destinationActivations.read'], multiplyAccumulates - bypasses);
});

test('multiply-accumulates and padding are the entries that were taken', law, (layer) => {
  assert.ok(layer.multiplyAccumulates <= layer.busyCycles);
  assert.equal(layer.busyCycles - layer.paddingCycles, layer.multiplyAccumulates);
});

test('no more is multiplied than the dense layer has', law, (layer) =>
  assert.ok(layer.multiplyAccumulates <= layer.denseMultiplyAccumulates),
);

test('stored entries are the weights and the padding between them', law, (layer, trial) => {
  if (asked(trial, 'encoding.indexBits') === 'none') assert.equal(layer.paddingZeros, 0);
  else assert.equal(layer.entries, layer.nonZeroWeights + layer.paddingZeros);
});

test('a line is read no more often than an entry is taken', law, ({ actionCounts }) =>
  assert.ok(actionCounts['sparseMatrix.read'] <= actionCounts['addressAccumulator.add']),
);

test('totals are the sums of the layers, action by action', law, (_layer, { result }) => {
  const { totals, layers } = result;
  near(totals.energyPj.total, sum(layers.map(({ energyPj }) => energyPj.total)));
  near(totals.timeUs, sum(layers.map(({ timeUs }) => timeUs)));
  for (const [name, count] of Object.entries(totals.actionCounts))
    assert.equal(count, sum(layers.map(({ actionCounts }) => actionCounts[name] ?? 0)), name);
});

// time

test('in every cycle a PE is busy, in an empty column or starved', law, (layer, trial) =>
  assert.equal(layer.busyCycles + layer.emptyColumnCycles + layer.starvedCycles, peCycles(layer, trial)),
);

test('and so for each PE by itself', law, ({ perProcessingElement, cycles }) => {
  const { busy, emptyColumn, starved } = perProcessingElement!;
  busy.forEach((count, p) => {
    assert.equal(count + emptyColumn[p] + starved[p], cycles);
  });
});

test('no PE multiplies twice in a cycle, and nothing is faster than its entries spread evenly', law, (layer, trial) => {
  assert.ok(layer.multiplyAccumulates <= peCycles(layer, trial));
  assert.ok(layer.utilization >= 0 && layer.utilization <= 1);
  assert.ok(layer.theoreticalCycles <= layer.cycles);
});

test('time is cycles over the clock', law, (layer, { hardware }) =>
  near(layer.timeUs, (layer.cycles * 1e6) / hardware.clockHz),
);

// stored bits and DRAM

test('what comes from DRAM is at least what was asked for, in whole bursts', law, ({ dram }) => {
  if (dram === undefined) return;
  assert.ok(dram.chargedBytes >= dram.usefulBytes);
  assert.equal(dram.chargedBytes, dram.bursts * dram.burstBytes);
});

test('all weights from DRAM are their stored bits: entries, pointers and the codebook', law, (layer, trial) => {
  if (asked(trial, 'weights.home') !== 'dram') return;
  const { encoding, memories } = trial.hardware as unknown as {
    encoding: { codeBits: number; indexBits: number | null; weights: string };
    memories: { pointers: { widthBits: number } };
  };
  const { codes, indices, padding, pointers, bias } = layer.dram!.bits;
  assert.equal(codes + indices + padding, layer.entries * (encoding.codeBits + (encoding.indexBits ?? 0)));
  assert.equal(bias, 0);
  const passes = Math.max(
    1,
    layer.actionCounts['sourceActivations.read'] / Math.max(1, pes(trial) * Math.ceil(layer.columns / pes(trial))),
  );
  const each = encoding.indexBits === null ? 0 : (layer.columns + 1) * memories.pointers.widthBits * pes(trial);
  assert.equal(pointers, each * passes);
});

test('each burst is read or written and crosses the pins once; without DRAM there is no command', law, (layer) => {
  const { actionCounts, dram } = layer;
  const bursts = (actionCounts['dram.read'] ?? 0) + (actionCounts['dram.write'] ?? 0);
  assert.equal(bursts, dram?.bursts ?? 0);
  assert.equal(actionCounts['dram.transfer'] ?? 0, bursts);
  if (dram === undefined) assert.equal(layer.energyPj.dram, 0);
});

test('a layer takes as long as it computes and waits for DRAM', law, ({ cycles, dram }) => {
  if (dram !== undefined) assert.equal(cycles, dram.computeCycles + dram.stallCycles);
});

// what changes what

/** Every tenth run again with a change of the machine. */
const again = test.macro(
  async (t, change: (trial: Trial) => readonly string[], compare: (before: Trial, after: RunResult) => void) => {
    for (const trial of trials.filter((_, k) => k % 6 === 0)) {
      const hardware = await loadHardware('eie-64pe', { set: [...trial.set, ...change(trial)] });
      try {
        compare(trial, runOf(hardware, trial.layers));
      } catch (cause) {
        t.fail(`${trial.set.join(' ')}\n${String(cause)}`);
      }
    }
    t.pass();
  },
);

test(
  'the same again is the same to the last digit',
  again,
  () => [],
  ({ result }, after) => {
    assert.deepEqual(after, result);
  },
);

test(
  'more heat raises leakage and nothing else',
  again,
  () => ['temperature=400 K'],
  ({ result }, after) => {
    const { leakage, total } = after.totals.energyPj;
    assert.ok(leakage >= result.totals.energyPj.leakage * (1 - 1e-9));
    near(total - leakage, result.totals.energyPj.total - result.totals.energyPj.leakage);
  },
);

test('with memories whose arrays do not follow the clock, half the clock takes the same actions in twice the time', async (t) => {
  const still = ['sparseMatrix', 'pointers', 'activations'].map((memory) => `memories.${memory}.objective=ed2`);
  for (const trial of trials.filter(
    (one, k) => k % 4 === 0 && one.result.layers.every(({ dram }) => dram === undefined),
  )) {
    const [full, half] = await Promise.all(
      ['clock=800 MHz', 'clock=400 MHz'].map(async (clock) =>
        runOf(await loadHardware('eie-64pe', { set: [...trial.set, ...still, clock] }), trial.layers),
      ),
    );
    near(half.totals.timeUs, 2 * full.totals.timeUs);
    assert.deepEqual(half.totals.actionCounts, full.totals.actionCounts);
    const { leakage, total } = full.totals.energyPj;
    near(half.totals.energyPj.leakage, 2 * leakage);
    near(half.totals.energyPj.total - half.totals.energyPj.leakage, total - leakage);
  }
  t.pass();
});

test('energy is linear in a price, and no other action notices', async (t) => {
  for (const trial of trials.slice(0, 10)) {
    const price = (energy: number): Hardware => ({
      ...trial.hardware,
      energy: {
        ...trial.hardware.energy,
        overrides: [{ component: 'pointers', action: 'read', energyPj: energy, attributes: {} }],
      },
    });
    const [none, once, thrice] = [0, 5, 15].map((energy) => runOf(price(energy), trial.layers).totals);
    const reads = none.actionCounts['pointers.read'];
    near(once.energyPj.total - none.energyPj.total, 5 * reads, 'once');
    near(thrice.energyPj.total - none.energyPj.total, 15 * reads, 'thrice');
    const others = ({ energyPj }: typeof none) =>
      Object.entries(energyPj.byAction).filter(([name]) => name !== 'pointers.read');
    assert.deepEqual(others(thrice), others(none));
  }
  t.pass();
});

/** A layer with its columns and inputs in another order. */
function shuffled({ matrix, activations, ...rest }: Layer, draw: RandomStream): Layer {
  const order = Array.from(activations, (_, column) => column);
  for (let k = order.length - 1; k > 0; k--) {
    const other = randomBelow(draw, k + 1);
    [order[k], order[other]] = [order[other], order[k]];
  }
  const entries = order.flatMap((column) =>
    Array.from(
      { length: matrix.columnStart[column + 1] - matrix.columnStart[column] },
      (_, k) => matrix.columnStart[column] + k,
    ),
  );
  const starts = [0];
  for (const column of order)
    starts.push(starts[starts.length - 1] + matrix.columnStart[column + 1] - matrix.columnStart[column]);
  const { weights } = matrix;
  return {
    ...rest,
    activations: Float32Array.from(order, (column) => activations[column]),
    matrix: {
      ...matrix,
      columnStart: Uint32Array.from(starts),
      rowIndex: Uint32Array.from(entries, (k) => matrix.rowIndex[k]),
      weights:
        weights.kind === 'shared'
          ? { ...weights, codes: Uint8Array.from(entries, (k) => weights.codes[k]) }
          : { kind: 'direct', values: Float32Array.from(entries, (k) => weights.values[k]) },
    },
  };
}

test('columns in another order are the same work: entries, multiplications, pops and empty columns', (t) => {
  for (const trial of trials.slice(0, 20)) {
    const [layer] = trial.layers;
    const [one, other] = [layer, shuffled(layer, next)].map((some) => runOf(trial.hardware, [some]).layers[0]);
    for (const action of ['arithmeticUnit.multiply', 'addressAccumulator.add', 'activationQueue.pop', 'broadcast.send'])
      t.is(other.actionCounts[action], one.actionCounts[action], `${action} ${trial.set.join(' ')}`);
    t.is(other.entries, one.entries);
    t.is(other.emptyColumnCycles, one.emptyColumnCycles);
  }
});

test('layers run together cost what each costs alone', (t) => {
  for (const { hardware, layers, result } of trials.filter(({ layers: { length } }) => length === 2).slice(0, 10)) {
    const alone = layers.map((layer) => runOf(hardware, [layer]).totals);
    near(result.totals.energyPj.total, sum(alone.map(({ energyPj }) => energyPj.total)));
    t.is(result.totals.cycles, sum(alone.map(({ cycles }) => cycles)));
  }
});

test('area is the sum of its components, at every node', (t) => {
  for (const { hardware } of trials) {
    const area = areaOf(hardware);
    const each = sum(Object.values(area.perProcessingElementMm2));
    near(area.processingElementMm2, each);
    near(
      area.totalMm2,
      each * (hardware as Hardware & { processingElements: number }).processingElements + area.nonZeroDetectionMm2!,
    );
  }
  t.pass();
});

/** Paths of all numbers of a record that are not finite, and of nulls that are not one of those that say so. */
function badNumbers(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (value === null) return /(Ratio|AccumulatePj|indexBits|seed|inferencesPer\w+)$/.test(path) ? [] : [path];
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) => badNumbers(part, `${path}.${key}`));
}

test('no number of a record is infinite or none', (t) => {
  for (const { result } of trials) t.deepEqual(badNumbers(result), []);
});
