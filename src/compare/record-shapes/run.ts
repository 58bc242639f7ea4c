import { z } from '../../base/zod.ts';
import { DEFAULT_MACHINE } from '../../config/default-machine.ts';
import { MACHINES, machineNamed } from '../../machines/index.ts';
import { KNOWN_COUNTERS } from '../../machines/known/known-counters.ts';
import { machine } from './machine.ts';
import {
  CATEGORIES,
  count,
  described,
  head,
  number,
  numbers,
  optional,
  optionalNumber,
  perName,
  ratio,
  spread,
  text,
} from './parts.ts';

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

const cache = z.looseObject({ place: text, bitsPerToken: number, readBytes: number, writtenBytes: number });

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
  cache: z
    .array(
      z.looseObject({
        provenance: z.enum(['simulated', 'measured']),
        name: text,
        cache: text,
        context: count,
        batch: count,
        bytes: number,
        timeUs: number,
        grossPjPerByte: number,
        netPjPerByte: number,
      }),
    )
    .optional()
    .describe('of an executed language model: its key-value cache beside measured ones'),
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
  token: phase.optional().describe('a language model that wrote nothing: what a decoded token costs'),
  prefill: phase.optional().describe('the same of a prompt before it, in one pass'),
  keyValueCache: cache.optional().describe('that of prompt and token, or of a graph that keeps keys and values'),
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
      keyValueCache: cache,
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

export const run = anyRun.check(checkCounters);
