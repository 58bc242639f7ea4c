import { type BlockFormat, bitsPerWeight, blockFormats } from './base/block-format.ts';
import { FLOATS, type FloatFormat } from './base/number-format.ts';
import { type DramPart, dramPart, dramPartNames } from './config/dram-parts.ts';
import type { ConfigFolder } from './config/yaml/find-config.ts';
import { parseYaml } from './config/yaml/yaml-source.ts';
import { knownComponents } from './machines/known/known-components.ts';
import { honouredBy } from './network/graph/operators/definition.ts';
import { OPERATORS } from './network/graph/operators/index.ts';
import { IMPORTERS } from './network/importers/index.ts';
import { builtInConfigs, findConfig, loadHardware, readConfigText } from './node/read-configs.ts';
import { charts } from './report/charts/index.ts';
import { commandsOf, formats } from './report/formats/index.ts';
import { subjectTitle } from './report/records/subject.ts';
import { TERMS } from './run/explain.ts';
import { axisKinds } from './sweep/config/axis-kinds.ts';

/** A name that a user may write, and what it means. */
export interface Entry {
  readonly name: string;
  readonly description: string;
}

type Listed =
  | 'hardware'
  | 'networks'
  | 'energy-tables'
  | 'sweeps'
  | 'platforms'
  | 'training'
  | 'number-formats'
  | 'dram-parts'
  | 'operators'
  | 'axes'
  | 'components'
  | 'numbers'
  | 'charts'
  | 'importers'
  | 'formats';

/** What `picojoule list` can list. */
export const catalogue = {
  hardware: () => Promise.all(builtInConfigs('hardware').map(machineEntry)),
  networks: () => builtIn('networks'),
  'energy-tables': () => builtIn('energy'),
  sweeps: () => builtIn('sweeps'),
  platforms: () => builtIn('platforms'),
  training: () => builtIn('training'),
  'number-formats': () => [
    ...Object.values(FLOATS).map((format) => ({ name: format.name, description: describeFloat(format) })),
    ...INTEGERS,
    ...blockFormats().map((format) => ({ name: format.name, description: describeBlocks(format) })),
    GROUPS,
  ],
  'dram-parts': () => dramPartNames().map((name) => ({ name, description: describeDram(dramPart(name)) })),
  operators: () =>
    Object.keys(OPERATORS)
      .toSorted()
      .map((name) => ({ name, description: honouredOf(name) })),
  components: () =>
    [...knownComponents().values()].map(({ name, title, category }) => ({
      name,
      description: `${title}, energy counted as ${category}`,
    })),
  numbers: () => TERMS.map(({ name, title, definition }) => ({ name, description: `${title}: ${definition}` })),
  axes: async () => {
    const axes = await axisKinds(undefined, true);
    return axes.names.map((name) => ({ name, description: axes.describe(name) }));
  },
  charts: () =>
    Object.values(charts).map(({ name, title, subject, builtIn }) => ({
      name,
      description: `${title} (of ${builtIn === undefined ? subjectTitle(subject) : 'no result'})`,
    })),
  importers: () => IMPORTERS,
  formats: () =>
    Object.values(formats).map((format) => ({
      name: format.name,
      description: `${format.description} (${commandsOf(format).join(', ')})`,
    })),
} satisfies Readonly<Record<Listed, () => readonly Entry[] | Promise<readonly Entry[]>>>;

/** Number formats that are patterns. */
const INTEGERS: readonly Entry[] = [
  { name: 'intN, uintN', description: 'signed and unsigned integers of N bits, 2 to 32' },
  {
    name: 'qI.F, uqI.F',
    description: 'fixed point: 1 sign bit (uq: none), I integer and F fraction bits, 32 in all at most',
  },
];

/** Weights in groups, a pattern too. */
const GROUPS: Entry = {
  name: 'intNgS, uintNgS',
  description:
    'weights in groups of S inputs (16 to 4096) of N bits (2 to 8) with a scale of 16 bit, uint with a zero point of N bits too: int4g128 (4.125 bit a weight) and uint4g128 (4.156) as GPTQ and AWQ store',
};

function describeBlocks(format: BlockFormat): string {
  const { element, blockSize, scaleBits, table, widthBits } = format;
  const of = table === undefined ? element.name : `${table.length} fixed values, ${widthBits} bit`;
  return `weights in blocks of ${blockSize} inputs with a scale of ${scaleBits} bit: ${of}, ${bitsPerWeight(format)} bit a weight`;
}

function describeFloat({ widthBits, precisionBits, maxValue }: FloatFormat): string {
  return `floating point of ${widthBits} bit, ${precisionBits} of them significand (one hidden), up to ${maxValue}`;
}

/** Built-in configs, each with the name that stands in it. */
function builtIn(folder: ConfigFolder): readonly Entry[] {
  return builtInConfigs(folder).map((name) => {
    const { file } = findConfig(name, folder);
    const { name: title } = parseYaml(readConfigText(file), file).root;
    return { name, description: String(title ?? '') };
  });
}

/** A machine by its name, which says where it is a model that nobody validated. */
async function machineEntry(config: string): Promise<Entry> {
  const { name } = await loadHardware(config);
  return { name: config, description: name };
}

/** What an operator takes from a file. */
function honouredOf(operator: string): string {
  const versions = honouredBy(OPERATORS[operator]);
  return versions.map(({ opsets: [from, to], attributes }) => `opset ${from} to ${to}: ${attributes}`).join('; ');
}

function describeDram({ busWidthBits, lineBytes, doubt }: DramPart): string {
  const doubtful = doubt === null ? '' : `; doubtful: ${doubt}`;
  return `${busWidthBits} bit a channel, bursts of ${lineBytes} byte${doubtful}`;
}
