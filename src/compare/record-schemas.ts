import { z } from '../base/zod.ts';
import { DEFAULT_MACHINE } from '../config/default-machine.ts';
import { MACHINES, machineNamed } from '../machines/index.ts';
import { KNOWN_COUNTERS } from '../machines/known-counters.ts';

/**
 * The shapes of the records that commands write, as far as anything reads them from a file. What is read whatever the record is about must be there; any other
 * field may be missing (older versions lack some) but holds what it should. Fields that are not named here are not read.
 */

/** A number that can be scaled to any unit. */
const number = z.number().min(-1e100).max(1e100);
/** For axes that are logarithmic. */
const positive = number.positive();
const text = z.string();
const perName = z.record(z.string(), number);
const numbers = z.array(number);
const count = z.int().min(0);
const ratio = number.nullable().optional();
const optionalNumber = number.optional();
const spread = z.looseObject({
  mean: number,
  minimum: number,
  maximum: number,
  standardDeviation: optionalNumber,
});

const CATEGORIES = ['registers', 'control', 'leakage'] as const;

/** Fields that a record may have, with what they mean: they stand in the JSON Schema. */
function described<const Name extends string>(meanings: Readonly<Record<Name, string>>) {
  const fields = Object.entries<string>(meanings).map(([name, meaning]) => [name, optionalNumber.describe(meaning)]);
  return Object.fromEntries(fields) as Record<Name, typeof optionalNumber>;
}

function optional<const Name extends string>(names: readonly Name[]) {
  return Object.fromEntries(names.map((name) => [name, optionalNumber])) as Record<Name, typeof optionalNumber>;
}

const energy = z.looseObject({
  total: number.describe('the sum of the categories, of the components and of the actions'),
  arithmetic: number.describe('multiplies and additions of the arithmetic unit'),
  sram: number.describe('reads and writes of on-chip SRAM'),
  dram: number.describe('bursts, row activations, refresh and standby of DRAM'),
  ...optional(CATEGORIES),
  byComponent: perName,
  byAction: perName.describe('component.action -> count x price'),
});

/** A number that machines count, with its meaning. */
function counter(name: string): typeof number {
  const { title, unit, definition } = KNOWN_COUNTERS.get(name)!;
  return number.describe(`${title}${unit === '' ? '' : ` in ${unit}`}: ${definition}`);
}

/** What machines count; no machine counts all of it. */
const COUNTERS = Object.fromEntries([...KNOWN_COUNTERS.keys()].map((name) => [name, counter(name).optional()]));

const counted = {
  ...COUNTERS,
  averagePowerMw: optionalNumber.describe('energy over time, in mW'),
  timeUs: counter('timeUs'),
  energyPj: energy,
  energyPerMultiplyAccumulatePj: ratio.describe('null where nothing was multiplied'),
  memoryToArithmeticRatio: ratio.describe(
    '(sram + dram) / arithmetic, dynamic energy only; null where nothing was multiplied',
  ),
  saturations: z.looseObject(optional(['weight', 'activation', 'accumulator'])).optional(),
};

const layer = z.looseObject({
  ...counted,
  ...described({
    rows: 'outputs',
    columns: 'inputs, the bias not counted',
    weightDensity: 'share of the weights that are not 0 as the machine holds them, 0 to 1',
    activationDensity: 'share of the inputs that are not 0 as the machine holds them, 0 to 1',
    products: 'matrix-vector products, where the layer is part of a graph; counts are sums over them',
    groups: 'blocks along the diagonal of the matrix: a grouped convolution',
  }),
  name: text,
  kind: text.optional(),
  cycles: counter('cycles'),
  actionCounts: perName.describe('component.action -> how often, over all PEs'),
  formats: z.looseObject({ weight: text, activation: text, accumulator: text }).optional(),
  published: z
    .looseObject({ timeUs: number, source: text.optional() })
    .optional()
    .describe('what a paper says of this layer'),
  perProcessingElement: z
    .looseObject({
      busy: numbers,
      emptyColumn: numbers,
      starved: numbers,
      blocked: numbers,
      bypasses: numbers.optional(),
    })
    .check(({ value, issues }) => {
      for (const [state, list] of Object.entries(value))
        if (Array.isArray(list) && list.length !== value.starved.length)
          issues.push({
            code: 'custom',
            input: list,
            path: [state],
            message: `${value.starved.length} values, one a PE`,
          });
    })
    .optional(),
  dram: z
    .looseObject({
      ...optional(['usefulBytes', 'chargedBytes', 'transferUs', 'startUs', 'computeCycles', 'stallCycles', 'bursts']),
      bits: z.record(z.string(), number).optional(),
      activations: z.looseObject(optional(['readBytes', 'writtenBytes'])).optional(),
      bound: text.optional(),
    })
    .optional()
    .describe('where weights came from DRAM, or activations went there'),
  outputs: z
    .looseObject({ sha256: text.describe('of the outputs as little-endian fp32'), values: numbers.optional() })
    .optional(),
});

const price = z.looseObject({
  component: text,
  action: text,
  energyPj: number,
  source: text.optional(),
  provenance: text.optional(),
  rule: text.optional(),
});

/** A machine with its prices, as results of runs and sweeps hold it. */
const machine = {
  hardware: z.looseObject({
    processingElements: number,
    name: text,
    file: text,
    machine: text.optional(),
    ...optional(['clockHz', 'technologyNm', 'temperatureK']),
    energy: z
      .looseObject({ overrides: z.array(z.looseObject({ component: text, action: text })).optional() })
      .optional(),
  }),
  origins: z.record(z.string(), text).optional(),
  energyTable: z.array(price),
};

const tool = z.looseObject({ name: text, version: text });
const head = {
  schemaVersion: z.literal(1).optional(),
  kind: text.optional().describe('what kind of record this is; records before 0.2 do not all say it'),
  command: text.optional().describe('the command that made it'),
  warnings: z.array(text),
  name: text.optional(),
  tool,
};

/** Numbers of a layer that charts read without asking, where its machine counts them. */
const DRAWN = ['busyCycles', 'emptyColumnCycles', 'starvedCycles', 'loadBalanceEfficiency'] as const;

/** What the machine of a result counts is in its layers. A machine that this version does not know draws what every machine has. */
function checkCounters({ value: { hardware, layers }, issues }: z.core.ParsePayload<z.output<typeof anyRun>>): void {
  const { machine: name = DEFAULT_MACHINE } = hardware;
  const known = Object.hasOwn(MACHINES, name) ? machineNamed(name).counters : [];
  const drawn = known.filter((counter) => (DRAWN as readonly string[]).includes(counter.name));
  for (const [k, found] of layers.entries()) {
    const require = (field: string, what: string) => {
      if (found[field] === undefined)
        issues.push({ code: 'custom', input: undefined, path: ['layers', k, field], message: what });
    };
    for (const counter of drawn) require(counter.name, 'a number');
    if (known.some(({ from }) => from.kind === 'perElement')) require('perProcessingElement', 'a mapping');
  }
}

const phase = z.looseObject({
  passes: count,
  tokens: count,
  timeUs: number,
  energyPj: energy,
  tokensPerSecond: number,
  timePerTokenUs: number,
  energyPerTokenPj: number,
  bytesPerToken: z.looseObject({ dram: number, sram: number, registers: number }),
});

/** Machines that were measured, beside the simulated one. */
const measured = z.looseObject({
  of: z.enum(['layers', 'token']),
  rows: z.array(
    z.looseObject({
      provenance: z.enum(['simulated', 'measured']),
      name: text,
      weights: text,
      batch: count,
      caches: text.nullable(),
      timeUs: number,
      grossPj: number.nullable(),
      netPj: number.nullable(),
      timesSimulated: number.nullable(),
      layers: count,
    }),
  ),
  platforms: z.array(
    z.looseObject({
      name: text,
      file: text,
      device: text,
      measured: text,
      energyUncertainty: number,
      timeUncertainty: number,
    }),
  ),
  unmatched: z.array(text),
});

const anyRun = z.looseObject({
  ...head,
  ...machine,
  network: z.looseObject({
    name: text,
    file: text,
    seed: number.nullable().optional(),
    layers: count.optional(),
    layersAlone: z
      .literal(true)
      .optional()
      .describe('each layer ran by itself: nothing here is a figure of an inference'),
  }),
  layers: z.array(layer),
  totals: z.looseObject({
    ...counted,
    energyDelayPjS: optionalNumber,
    inferencesPerSecond: ratio.describe('null where layers that nothing connects are no inference'),
    inferencesPerJoule: ratio,
    actionCounts: perName.optional(),
  }),
  measured: measured.optional().describe('machines that were measured, beside this one (--platform)'),
  area: z.looseObject({ totalMm2: number, perProcessingElementMm2: perName.optional() }).optional(),
  memoryToArithmeticRange: z
    .looseObject({ low: number, high: number })
    .optional()
    .describe('how far the ratio of the totals moves with choices that one can defend'),
  outputs: z
    .array(z.looseObject({ name: text, shape: numbers, sha256: text, best: numbers, values: numbers.optional() }))
    .optional()
    .describe('what a network with a graph gives out in the first inference'),
  language: z
    .looseObject({
      architecture: text,
      batch: count,
      parameters: number,
      parametersPerToken: number.describe('of a mixture those of the chosen experts only'),
      text: text.nullable().describe('prompt and what was written behind it; null without a vocabulary'),
      tokens: numbers,
      prefill: phase.describe('the prompt, in one pass'),
      decode: phase.nullable().describe('each new token in a pass of its own'),
      keyValueCache: z.looseObject({ place: text, bitsPerToken: number, readBytes: number, writtenBytes: number }),
      reference: z.looseObject({ text: text.nullable(), tokens: numbers, sameTokens: count }),
      perplexity: z.looseObject({ machine: number, reference: number }).optional(),
    })
    .optional()
    .describe('what a language model wrote, and what a token costs'),
  inferences: z
    .looseObject({
      count: count.optional(),
      timeUs: spread.optional(),
      energyPj: spread.optional(),
      accuracy: z.looseObject(optional(['top1', 'top5', 'originalTop1', 'originalTop5'])).optional(),
    })
    .optional(),
});

const run = anyRun.check(checkCounters);

const metrics = z.record(z.string(), number.nullable());
const values = z.record(z.string(), z.union([text, number]));
const better = z.enum(['low', 'high']);

const point = z.looseObject({
  index: count.optional(),
  axes: values,
  metrics,
  relative: metrics.optional(),
  layers: z.array(z.looseObject({ name: text, metrics })).optional(),
  onParetoFront: z.boolean().optional(),
  error: text.optional(),
});

const anySweep = z.looseObject({
  ...head,
  hardware: machine.hardware,
  origins: machine.origins,
  energyTable: machine.energyTable.optional(),
  file: text.optional(),
  network: z.looseObject({ file: text }),
  axes: z
    .array(z.looseObject({ name: text, unit: text.optional(), values: z.array(z.union([text, number])).optional() }))
    .min(1),
  metrics: z.array(text).min(1),
  metricDefinitions: z.array(z.looseObject({ name: text, expression: text, unit: text.optional() })).optional(),
  points: z.array(point),
  pareto: z.array(z.looseObject({ metric: text, better })).optional(),
  best: z.looseObject({ point: count.nullable(), metric: text.optional(), better: better.optional() }).optional(),
  baseline: values.optional(),
  sensitivity: z
    .array(
      z.looseObject({
        axis: text,
        metric: text,
        elasticity: z.looseObject({ mean: number, minimum: number, maximum: number }).nullable(),
        largestRatio: number.nullable(),
      }),
    )
    .optional(),
  seedSpread: z
    .array(z.looseObject({ axes: values, seeds: count, metrics: z.record(z.string(), spread.nullable()) }))
    .optional(),
  passes: z.record(z.string(), count),
});

/** Each point lies somewhere on every axis; a whole result, which has tables too, says what its axes hold and how its metrics are defined. */
function checkPoints({ value, issues }: z.core.ParsePayload<z.output<typeof anySweep>>): void {
  const { axes, points } = value;
  const require = (found: unknown, path: (string | number)[]) => {
    if (found === undefined) issues.push({ code: 'custom', input: found, path, message: 'a list' });
  };
  if (value.sensitivity !== undefined) {
    require(value.metricDefinitions, ['metricDefinitions']);
    for (const [k, { values: held }] of axes.entries()) require(held, ['axes', k, 'values']);
  }
  for (const [k, { axes: at }] of points.entries())
    for (const { name } of axes)
      if (!Object.hasOwn(at, name))
        issues.push({ code: 'custom', input: at, path: ['points', k, 'axes'], message: `a value of ${name}` });
}

const sweep = anySweep.check(checkPoints);

/** A sweep is compared with its machine, prices and definitions. */
const comparedSweep = anySweep
  .extend({
    hardware: machine.hardware,
    energyTable: machine.energyTable,
    network: z.looseObject({ file: text }),
    axes: z.array(z.looseObject({ name: text, values: z.array(z.union([text, number])) })).min(1),
    metricDefinitions: z.array(z.looseObject({ name: text, expression: text })),
  })
  .check(checkPoints);

const cost = z.looseObject({
  dramPart: text.optional(),
  energyPj: z.looseObject({ total: number, ...optional(['arithmetic', 'sram', 'dram', ...CATEGORIES]) }),
  memoryPj: optionalNumber,
  memoryFactor: ratio,
  totalFactor: ratio,
});

const ladder = z
  .looseObject({
    ...head,
    network: z.looseObject({ name: text }),
    rungs: z
      .array(
        z.looseObject({
          name: text,
          file: text,
          timeUs: number,
          ...optional(['cycles', 'multiplyAccumulates', 'dramBytes']),
          timeFactor: ratio,
          flat: cost,
          stream: cost,
        }),
      )
      .min(2),
    claims: z.array(z.looseObject({ rung: text, of: text, factor: number, quantity: text, found: number })).optional(),
    floorPj: number,
    reason: z.looseObject({ text }),
  })
  .superRefine(({ rungs, claims = [] }, context) => {
    const names = rungs.map(({ name }) => name);
    for (const [k, { rung }] of claims.entries())
      if (!names.includes(rung))
        context.addIssue({
          code: 'custom',
          path: ['claims', k, 'rung'],
          message: `a rung of the record (${names.join(', ')})`,
        });
  });

const machineRun = z.looseObject({
  batch: number,
  timeUs: number,
  energyPj: z.looseObject(
    Object.fromEntries(['total', 'arithmetic', 'sram', 'dram', ...CATEGORIES].map((name) => [name, number])),
  ),
  memoryToArithmeticRatio: number.nullable(),
  usefulWork: number,
  dramBytes: number,
  sramBytes: number,
});

const perMachine = z.array(number.nullable());

const machines = z
  .looseObject({
    ...head,
    same: z.looseObject({
      technologyNm: number,
      clockHz: number,
      energyTable: text,
      arithmetic: z.looseObject({ weight: text, activation: text, accumulator: text }),
      dramPart: text,
      multipliers: number.nullable(),
    }),
    network: z.looseObject({ name: text, file: text, layers: number }),
    batches: z.array(number).min(1),
    machines: z
      .array(
        z.looseObject({
          name: text,
          file: text,
          machine: text,
          validation: text.optional(),
          bound: text.optional(),
          multipliers: number,
          areaMm2: number.nullable(),
          storedBitsPerWeight: number,
          droppedWeights: number,
          runs: z.array(machineRun).min(1),
          layers: z.array(z.looseObject({ name: text, runs: z.array(machineRun) })),
        }),
      )
      .min(1),
    measured: z.array(
      z.looseObject({
        platform: text,
        weights: text,
        sparse: z.boolean(),
        caches: text,
        batch: number,
        timeUs: number,
        grossPj: number.nullable(),
        netPj: number.nullable(),
      }),
    ),
    crossover: z
      .looseObject({
        rows: number,
        columns: number,
        activationDensity: number,
        cells: z.array(
          z.looseObject({ weightDensity: number, batch: number, timeUs: perMachine, energyPj: perMachine }),
        ),
      })
      .optional(),
    warnings: z.array(text),
  })
  .superRefine(({ batches, machines: compared, crossover }, context) => {
    const wrong = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    for (const [k, { runs }] of compared.entries())
      if (runs.length !== batches.length) wrong(['machines', k, 'runs'], `a run for each of ${batches.length} batches`);
    for (const [k, { timeUs, energyPj }] of (crossover?.cells ?? []).entries())
      for (const [name, list] of Object.entries({ timeUs, energyPj }))
        if (list.length !== compared.length)
          wrong(['crossover', 'cells', k, name], `a number for each of ${compared.length} machines`);
  });

const cells = z.array(number.nullable());

const comparison = z
  .looseObject({
    ...head,
    warnings: z.array(text).optional(),
    names: z.array(text),
    axes: z.array(z.looseObject({ name: text, unit: text.optional() })).optional(),
    rows: z.array(
      z.looseObject({
        axes: values.optional(),
        label: text,
        metric: text,
        values: cells,
        differences: cells.optional(),
        relativeDifferences: cells.optional(),
      }),
    ),
    changes: z
      .array(
        z.looseObject({
          key: text,
          values: z.array(z.union([text, number, z.boolean()]).nullable()),
          origins: z.array(text),
        }),
      )
      .optional(),
  })
  .check(({ value: { names, rows, changes = [] }, issues }) => {
    const check = (list: readonly unknown[] | undefined, ...path: (string | number)[]) => {
      if (list !== undefined && list.length !== names.length)
        issues.push({ code: 'custom', input: list, path, message: `${names.length} values, one a result` });
    };
    for (const [k, row] of rows.entries())
      for (const key of ['values', 'differences', 'relativeDifferences'] as const) check(row[key], 'rows', k, key);
    for (const [k, change] of changes.entries())
      for (const key of ['values', 'origins'] as const) check(change[key], 'changes', k, key);
  });

const BITS = ['bitsPerWeight', 'bitsPerIndex', 'huffmanBitsPerWeight', 'huffmanBitsPerIndex'] as const;

const compression = z.looseObject({
  layers: z.array(z.looseObject({ name: text, ...Object.fromEntries(BITS.map((name) => [name, number])) })),
});

const operationCosts = z.looseObject({
  technologyNm: optionalNumber,
  operations: z.array(
    z.looseObject({
      name: text,
      group: z.enum(['arithmetic', 'registers', 'sram', 'dram']),
      energyPj: number.min(0),
      source: text,
    }),
  ),
});

const numberFormats = z.looseObject({
  formats: z.array(
    z.looseObject({ name: text, bits: positive, smallest: positive, largest: positive, precisionBits: positive }),
  ),
});

const weightFormats = z.looseObject({
  codeBits: positive,
  rooms: z.array(z.looseObject({ format: text, density: positive, bitsPerWeight: positive })),
  fixed: z.array(text),
  crossing: positive,
});

const share = number.min(0).max(1);
const accuracy = z.looseObject({
  top1: share.describe('share of the samples whose largest output is that of their class'),
  standardError: number.describe('of top1, from the number of samples'),
  loss: number.describe('mean cross-entropy'),
});

const training = z.looseObject({
  ...head,
  name: text,
  file: text,
  seed: count,
  recipe: z.looseObject({}),
  samples: z.looseObject({ train: count, test: count }),
  network: z.looseObject({ weights: count }),
  accounting: text,
  stages: z
    .array(
      z.looseObject({
        name: text,
        kind: text,
        accuracy: accuracy.describe('on the test data'),
        density: share.describe('share of the weights that are left'),
        bytes: count.describe('all that is stored, as `accounting` says'),
        compressionRate: number.describe('bytes of all weights and biases in fp32 over bytes'),
        layers: z.array(z.looseObject({ name: text, weights: count, kept: count, density: share, bytes: count })),
        charge: z
          .looseObject({ hardware: text, inferences: count, energyPj: optionalNumber, timeUs: optionalNumber })
          .describe('mean of an inference on the machine of the recipe')
          .optional(),
        epochs: z
          .array(z.looseObject({ epoch: count, learningRate: number, loss: number, trainTop1: share, top1: share }))
          .optional(),
      }),
    )
    .min(1),
});

const state = z.int().min(0);

const timeline = z.looseObject({
  ...head,
  warnings: z.array(text).optional(),
  tool: tool.optional(),
  layer: text,
  machine: text,
  clockHz: positive,
  cycles: count,
  queueCapacity: count,
  from: state,
  to: state,
  broadcasts: z.array(z.looseObject({ item: count, column: count, activation: number, found: state, sent: state })),
  lanes: z.array(
    z.looseObject({
      processingElement: count,
      blocked: z.array(z.tuple([state, state])),
      takes: z.array(
        z.looseObject({
          item: count,
          column: count,
          queued: state,
          from: state,
          to: state,
          entries: z.array(
            z.looseObject({ row: count, code: count.nullable(), readsLine: z.boolean(), bypasses: z.boolean() }),
          ),
        }),
      ),
    }),
  ),
});

/** The shape of each kind of record; a new kind is one line. */
export const RECORDS = {
  run,
  sweep,
  comparedSweep,
  ladder,
  machines,
  comparison,
  compression,
  operationCosts,
  numberFormats,
  weightFormats,
  training,
  timeline,
} as const;
