import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../src/base/user-error.ts';
import { executeGraph } from '../../src/network/graph/execute-graph.ts';
import type { Tensor } from '../../src/network/graph/graph.ts';
import { tensorOf } from '../../src/network/graph/operators/operator.ts';
import { plainMultiply } from '../../src/network/graph/plain-multiply.ts';
import { onnx } from '../../src/network/importers/onnx.ts';
import { importedNetwork } from '../../src/run/load/imported-network.ts';
import { type Initializer, type ModelAttribute, onnxModel } from './onnx-model.ts';

/** A tensor of a case: numbers row by row, "inf", "-inf" and "nan" as text. */
interface CaseTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: readonly (number | string | boolean)[];
}

/** A single-node example of the standard. */
interface Case {
  readonly name: string;
  readonly operator: string;
  readonly domain?: string;
  readonly opset: number;
  readonly attributes: Readonly<Record<string, ModelAttribute>>;
  readonly inputs: readonly (CaseTensor | null)[];
  readonly outputs: readonly (CaseTensor | null)[];
  /** All inputs but the first are constants: packed weights are read in no other way. */
  readonly weighted?: boolean;
}

/** What became of the cases, by name. */
export interface Conformance {
  readonly passed: readonly string[];
  /** Refused by name: operator, attribute, input or opset. */
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
  /** Executed, with another result than the standard's. */
  readonly failed: readonly { readonly name: string; readonly reason: string }[];
  /** The case leaves out a tensor among its attributes, so nothing can be computed. */
  readonly incomplete: readonly string[];
}

/** Operators whose cases need a tensor attribute, which the JSON does not hold. */
const NEED_TENSORS = new Set(['Constant', 'ConstantOfShape']);

/** All cases of a folder: OPERATOR.json, and weighted/NAME.onnx with NAME.json. */
export async function conformance(folder: string): Promise<Conformance> {
  const [passed, incomplete]: [string[], string[]] = [[], []];
  const [refused, failed]: [{ name: string; reason: string }[], { name: string; reason: string }[]] = [[], []];
  const record = async (name: string, run: () => Promise<string | undefined>): Promise<void> => {
    try {
      const reason = await run();
      if (reason === undefined) passed.push(name);
      else failed.push({ name, reason });
    } catch (cause) {
      if (!(cause instanceof UserError)) throw cause;
      refused.push({ name, reason: cause.message });
    }
  };
  for (const file of readdirSync(folder).toSorted()) {
    if (!file.endsWith('.json')) continue;
    for (const [index, one] of (JSON.parse(readFileSync(join(folder, file), 'utf8')) as Case[]).entries()) {
      const name = `${one.operator}/${one.name}#${index}`;
      if (NEED_TENSORS.has(one.operator) && Object.keys(one.attributes).length === 0) incomplete.push(name);
      else await record(name, () => runCase(one));
    }
  }
  const weighted = join(folder, 'weighted');
  if (existsSync(weighted))
    for (const file of readdirSync(weighted).toSorted())
      if (file.endsWith('.onnx')) await record(`weighted/${file}`, () => runWeighted(join(weighted, file)));
  return { passed, refused, failed, incomplete };
}

/** The case as a model: once with every input given, once with all but the first as constants, so that weights lie in layers. */
async function runCase(one: Case): Promise<string | undefined> {
  const given = one.inputs.map((tensor, at) =>
    tensor === null ? undefined : { name: `in${at}`, ...bfloat(one, tensor) },
  );
  const known = given.filter((tensor) => tensor !== undefined);
  for (const constants of one.weighted === true ? [known.slice(1)] : [[], known.slice(1)]) {
    const inputs = known.filter((tensor) => !constants.includes(tensor));
    const bytes = onnxModel(
      [
        {
          name: one.name,
          operator: one.operator,
          ...(one.domain !== undefined && { domain: one.domain }),
          attributes: one.attributes,
          inputs: given.map((tensor) => tensor?.name ?? ''),
          outputs: one.outputs.map((tensor, at) => (tensor === null ? '' : `out${at}`)),
        },
      ],
      constants.map(initializer),
      Object.fromEntries(inputs.map(({ name, shape }) => [name, shape])),
      {
        opsets: one.domain === undefined ? { '': one.opset } : { '': 17, [one.domain]: one.opset },
        kinds: Object.fromEntries(inputs.map(({ name, dtype }) => [name, dtype])),
      },
    );
    const outputs = await execute(bytes, new Map(inputs.map((tensor) => [tensor.name, toTensor(tensor)])));
    for (const [at, expected] of one.outputs.entries()) {
      if (expected === null) continue;
      const fault = difference(outputs.get(`out${at}`), bfloat(one, expected));
      if (fault !== undefined) return `output ${at}${constants.length > 0 ? ' with constants' : ''}: ${fault}`;
    }
  }
  return undefined;
}

function initializer({ name, dtype, shape, values }: CaseTensor & { readonly name: string }): Initializer {
  return { name, dims: shape, typed: { dtype, values: values.map(numberOf) } };
}

/** numpy has no bfloat16: such a case holds the upper halves of fp32 as uint16. */
function bfloat({ operator, name }: Case, tensor: CaseTensor): CaseTensor {
  const isBfloat = tensor.dtype === 'uint16' && operator.startsWith('Cast') && name.includes('BFLOAT16');
  return isBfloat ? { ...tensor, dtype: 'bfloat16' } : tensor;
}

interface WeightedTensor {
  readonly dims: readonly number[];
  readonly dtype: string;
  readonly data: readonly (number | string)[];
}

async function runWeighted(file: string): Promise<string | undefined> {
  const truth = JSON.parse(readFileSync(file.replace(/onnx$/, 'json'), 'utf8')) as Record<
    'inputs' | 'outputs',
    Record<string, WeightedTensor>
  >;
  const tensors = (part: 'inputs' | 'outputs') =>
    Object.entries(truth[part]).map(
      ([name, { dims, dtype, data }]) => [name, { dtype, shape: dims, values: data }] as const,
    );
  const inputs = new Map(tensors('inputs').map(([name, tensor]) => [name, toTensor(tensor)]));
  const outputs = await execute(readFileSync(file), inputs);
  for (const [name, expected] of tensors('outputs')) {
    const fault = difference(outputs.get(name), expected);
    if (fault !== undefined) return `${name}: ${fault}`;
  }
  return undefined;
}

/** Reads a model and executes it in plain arithmetic. */
export async function execute(
  bytes: Uint8Array,
  inputs: ReadonlyMap<string, Tensor>,
): Promise<ReadonlyMap<string, Tensor>> {
  const imported = await onnx.read({ file: 'case.onnx', bytes }, {});
  const { layers } = importedNetwork(imported, { file: 'case.onnx', name: 'case', layersAlone: true });
  return executeGraph(imported.graph!, inputs, plainMultiply(layers));
}

const TYPES: Readonly<Record<string, string>> = {
  float16: 'fp16',
  float32: 'fp32',
  float64: 'fp64',
  bfloat16: 'bf16',
};

function toTensor({ dtype, shape, values }: CaseTensor): Tensor {
  return tensorOf(TYPES[dtype] ?? dtype, shape, (index) => numberIn(dtype, values[index]));
}

function numberIn(dtype: string, value: number | string | boolean): number {
  if (dtype !== 'bfloat16') return numberOf(value);
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, numberOf(value));
  return view.getFloat32(0);
}

function numberOf(value: number | string | boolean): number {
  if (typeof value === 'string') return Number(value.replace('inf', 'Infinity'));
  return Number(value);
}

/** 1e-3 relative and 1e-7 absolute; integers exactly; the kind of the elements too. */
function difference(found: Tensor | undefined, expected: CaseTensor): string | undefined {
  if (found === undefined) return 'not made';
  if (found.shape.join() !== expected.shape.join())
    return `shape [${found.shape.join()}], expected [${expected.shape.join()}]`;
  const type = TYPES[expected.dtype] ?? expected.dtype;
  if (found.type !== type) return `${found.type}, expected ${type}`;
  const isExact = !(expected.dtype in TYPES);
  for (const [index, given] of expected.values.entries()) {
    const [value, wanted] = [found.values[index], numberIn(expected.dtype, given)];
    const isClose = Math.abs(value - wanted) <= (isExact ? 0 : 1e-3 * Math.abs(wanted) + 1e-7);
    if (!(isClose || Object.is(value, wanted))) return `element ${index}: ${value}, expected ${wanted}`;
  }
  return undefined;
}
