import test from 'ava';
import { encode } from '../../src/compress/encode.ts';
import type { Chip } from '../../src/config/chip.ts';
import { carried } from '../../src/machines/eie/weights/streams-for.ts';
import { MACHINES, machineOf } from '../../src/machines/index.ts';
import { type Given, needsOf, type Pass, seenBy } from '../../src/machines/pass.ts';
import { generateLayer } from '../../src/network/generate.ts';
import type { Layer } from '../../src/network/layer.ts';
import { keyMaker } from '../../src/sweep/plan/pass-keys.ts';
import { loadEie } from '../oracles/eie/eie-hardware.ts';

const layer = generateLayer(
  { name: 'fc', rows: 40, columns: 30, weightDensity: 0.4, activationDensity: 0.5, codebookValues: 15 },
  1,
);

/** The same weights by value, which a machine with a codebook has to share. */
const byValue: Layer = {
  ...layer,
  matrix: {
    ...layer.matrix,
    weights: { kind: 'direct', values: Float32Array.from(layer.matrix.rowIndex, (_, k) => 1 + (k % 20)) },
  },
};

/** The same as another tool has stored it. */
const stored: Layer = { ...layer, encoded: carried(encode(layer.matrix, 64, 4)) };

/** Machines on which between them every pass reads all that it ever may. */
const VARIANTS: readonly (readonly string[])[] = [
  [],
  ['weights.home=dram'],
  ['simulation.rule=reference', 'processingElements=3'],
  ['weights.overflow=stream', 'memories.sparseMatrix.capacity=64 B', 'memories.pointers.capacity=32 B'],
  [
    'weights.overflow=stream',
    'processingElements=3',
    'memories.sourceActivations.entries=4',
    'memories.destinationActivations.entries=5',
    'memories.activations.capacity=512 B',
  ],
  ['arithmetic.weight=mxfp4', 'encoding.weights=direct', 'encoding.codeBits=4'],
  ['arithmetic.weight=uint4g16', 'encoding.weights=direct', 'encoding.codeBits=4'],
  ['arithmetic.weight=iq4_nl', 'encoding.weights=direct', 'encoding.codeBits=4', 'encoding.indexBits=none'],
  ['encoding.weights=direct', 'encoding.codeBits=16', 'encoding.indexBits=none', 'memories.sparseMatrix.width=96 bit'],
  ['weights.home=dram', 'buffer.capacity=1 MiB', 'buffer.width=256 bit'],
];

/** A record that notes the path of every value read from it; inner records are not values. */
function recording<T extends object>(record: T, read: Set<string>, path = ''): T {
  return new Proxy(record, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      const here = path === '' ? String(key) : `${path}.${String(key)}`;
      if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !Array.isArray(value))
        return recording(value, read, here);
      read.add(here);
      return value;
    },
  });
}

interface Read {
  readonly leaves: Set<string>;
  readonly needs: Set<string>;
}

/** Runs all passes on a machine, each on a recording of what it is given; what each read of it, by the name of the pass. */
function recorded(hardware: Chip, one: Layer): Map<string, Read> {
  const given: Given = { layer: one, inputs: [one.activations], products: 3 };
  const made: Record<string, unknown> = {};
  const reads = new Map<string, Read>();
  for (const pass of machineOf(hardware).passes) {
    const read = { leaves: new Set<string>(), needs: new Set<string>() };
    const needs = Object.fromEntries(needsOf(pass, hardware).map((name) => [name, made[name]]));
    // the fields of `given` alone are recorded: what a pass makes of an outcome is its own business
    const inputs = new Proxy<Record<string, unknown>>(
      { ...given, ...needs },
      {
        get(target, key) {
          read.needs.add(String(key));
          return target[String(key)];
        },
      },
    );
    made[pass.name] = pass.run(inputs as never, recording(structuredClone(hardware), read.leaves) as never);
    reads.set(pass.name, read);
  }
  return reads;
}

const hardware = await Promise.all(VARIANTS.map((set) => loadEie('eie-64pe', { set })));
const runs = [
  ...hardware.map((machine) => ({ machine, reads: recorded(machine, layer) })),
  ...[byValue, stored].map((one) => ({ machine: hardware[0], reads: recorded(hardware[0], one) })),
];

for (const pass of machineOf(hardware[0]).passes as readonly Pass<never>[]) {
  test(`the pass ${pass.name} reads no key of the hardware that it does not declare, on any machine`, (t) => {
    for (const { machine, reads } of runs) {
      const declared = [...pass.reads, ...(pass.readsAlso?.(machine as never) ?? [])];
      t.deepEqual(
        // of a group that may be absent it is asked whether it is there
        [...reads.get(pass.name)!.leaves].filter(
          (leaf) => !declared.some((path) => path === leaf || path.startsWith(`${leaf}.`)),
        ),
        [],
        machine.simulation.rule,
      );
    }
  });

  test(`the pass ${pass.name} declares no key and no need that it never reads`, (t) => {
    const all = runs.map(({ reads }) => reads.get(pass.name)!);
    const read = new Set(all.flatMap(({ leaves }) => [...leaves]));
    const needed = new Set(all.flatMap(({ needs }) => [...needs]));
    const declared = runs.flatMap(({ machine }) => [...pass.reads, ...(pass.readsAlso?.(machine as never) ?? [])]);
    t.deepEqual(
      [...new Set(declared)].filter((leaf) => !read.has(leaf)),
      [],
    );
    const needs = runs.flatMap(({ machine }) => needsOf(pass, machine as never));
    t.deepEqual(
      [...new Set(needs)].filter((name) => !needed.has(name)),
      [],
    );
  });
}

test('a pass sees nothing but what it declares', (t) => {
  const timing = MACHINES.eie.passes.find(({ name }) => name === 'timing')!;
  t.deepEqual(seenBy(timing, hardware[0]), { activationQueue: { depth: 8 }, simulation: { rule: 'drained' } });
  t.deepEqual(seenBy(timing, hardware[2]), {
    activationQueue: { depth: 8 },
    simulation: { rule: 'reference' },
    memories: { sparseMatrix: { widthBits: 64 } },
    encoding: { codeBits: 4, indexBits: 4 },
  });
});

/** Passes whose key a change of the machine changes. */
async function invalidated(...set: string[]): Promise<string[]> {
  const keys = keyMaker();
  const before = keys('net', 'alone', hardware[0]);
  const after = keys('net', 'alone', await loadEie('eie-64pe', { set }));
  return Object.keys(before).filter((pass) => before[pass] !== after[pass]);
}

for (const [set, passes] of [
  ['clock=400 MHz', []],
  ['technology=28 nm', []],
  ['dram.channels=4', []],
  ['memories.pointers.width=32 bit', ['place', 'whole']],
  ['memories.activations.width=32 bit', ['count', 'place', 'whole']],
  ['activationQueue.depth=4', ['timing', 'count', 'place', 'whole']],
  ['memories.sparseMatrix.width=128 bit', ['traffic', 'count', 'place', 'whole']],
  ['arithmetic.accumulator=q15.16', ['numeric', 'count', 'place', 'whole']],
  ['arithmetic.activation=q3.12', ['send', 'scan', 'timing', 'traffic', 'numeric', 'count', 'place', 'whole']],
  ['processingElements=32', ['encode', 'rows', 'scan', 'timing', 'traffic', 'count', 'place', 'whole']],
] as const)
  test(`${set} runs anew: ${passes.join(', ') || 'nothing'}`, async (t) => {
    t.deepEqual(await invalidated(set), [...passes]);
  });

test('formats that each layer chooses are part of every key', async (t) => {
  const perLayer = await invalidated('simulation.fractionBits=perLayer');
  t.deepEqual(perLayer, Object.keys(keyMaker()('net', 'alone', hardware[0])));
});

test('the passes of a network with a graph have one key, for it is executed whole', (t) => {
  t.is(new Set(Object.values(keyMaker()('net', 'whole', hardware[0]))).size, 1);
});

test('where a graph may keep keys and values, it runs anew with what decides where they lie and how they come', async (t) => {
  const [before] = hardware;
  const keyOf = keyMaker();
  const runsAnew = (execution: 'whole' | 'attending', after: typeof before) =>
    keyOf('net', execution, before).whole !== keyOf('net', execution, after).whole;
  for (const set of ['dram.channels=4', 'clock=400 MHz']) {
    const after = await loadEie('eie-64pe', { set: [set] });
    t.true(runsAnew('attending', after), set);
    t.false(runsAnew('whole', after), set);
  }
  t.true(runsAnew('attending', await loadEie('eie-64pe', { set: ['memories.activations.capacity=512 B'] })));
  t.false(runsAnew('attending', await loadEie('eie-64pe', { set: ['technology=28 nm'] })));
});
