import { UserError } from '../../../base/user-error.ts';
import { type LanguageModel, linearsOf, type ModelLinear } from '../../../config/models/model.ts';
import type { Skipped } from '../../imported-weights.ts';
import { permuteAxes } from '../../permute-axes.ts';
import type { LayerHead } from '../../weight-source.ts';
import type { Unpacked } from '../packed/index.ts';
import { expertOf } from '../tensors/experts.ts';
import { formatShape, lazyTensor, type NamedTensor, type Tensors } from '../tensors/named-tensor.ts';
import { habitsOf, notALayer } from '../tensors/not-a-layer.ts';
import { headOf, rowOf } from '../tensors/tensor-layers.ts';
import { listed } from './folder-files.ts';

/** Linear layers of a language model, in the order in which a token meets them, and what else its tensors are. */
export interface ModelHeads {
  readonly heads: readonly LayerHead[];
  readonly skipped: readonly Skipped[];
  readonly warnings: readonly string[];
}

/** A linear layer with the tensors that hold it. */
interface Found {
  readonly linear: ModelLinear;
  readonly tensor: NamedTensor;
  readonly bias: NamedTensor | undefined;
  /** Stored input x output. */
  readonly isTurned: boolean;
  /** The tensor of all experts that it is one of, and their biases. */
  readonly all?: NamedTensor;
  readonly allBiases?: NamedTensor | undefined;
}

/**
 * The layers of a model whose architecture is known; tensors bear the names of Hugging Face, packed ones are put together already.
 * @param hasHead whether the checkpoint should have the output head
 * @throws UserError, one for the place, where a tensor that the architecture has is missing or of another shape
 */
export function modelHeads(
  file: string,
  { tensors, skipped: parts, warnings }: Unpacked,
  model: LanguageModel,
  hasHead: boolean,
): ModelHeads {
  const { family, sizes } = model;
  const prefix = prefixOf(tensors, model);
  const used = new Map<string, Skipped | null>();
  const faults: string[] = [];
  const missing: string[] = [];
  const heads = linearsOf(model).flatMap((linear): LayerHead[] => {
    const found = findLinear(tensors, prefix, linear, model);
    const name = `${prefix}${wholeModule(linear)}.weight`;
    if (found === undefined) {
      const isLeftOut = parts.some(({ name: part, kind }) => kind === 'unread' && name.startsWith(part));
      const isOpen = linear.role === 'head' && !hasHead;
      if (!isLeftOut && !isOpen && !missing.includes(name)) missing.push(name);
      return [];
    }
    const { tensor, bias, isTurned, all, allBiases } = found;
    const expect = ({ name: own, shape: has }: NamedTensor, shape: readonly number[]) => {
      if (has.join() !== shape.join())
        faults.push(`${own} has shape ${formatShape(has)}, config.json makes it ${formatShape(shape)}`);
    };
    expect(tensor, isTurned ? [linear.columns, linear.rows] : [linear.rows, linear.columns]);
    if (linear.head === 0 && all !== undefined)
      expect(all, [sizes.heads * ofHead(sizes), linear.role === 'latentKeys' ? linear.rows : linear.columns]);
    if (allBiases !== undefined && linear.expert === 0) expect(allBiases, [all!.shape[0], linear.rows]);
    else if (allBiases === undefined && bias !== undefined) expect(bias, [linear.rows]);
    used.set((all ?? tensor).name, null);
    if (bias !== undefined) used.set(bias.name, biasNote(allBiases ?? bias, (all ?? tensor).name));
    return [headOfLinear(found)];
  });
  if (missing.length > 0)
    faults.push(
      `${missing.length} of its weights ${missing.length === 1 ? 'is' : 'are'} in no file: ${listed(missing)}`,
    );
  if (faults.length > 0)
    throw UserError.at(
      { file },
      `no whole ${family.name} of ${sizes.blocks} blocks as its config.json says: ${listed(faults, 3)}`,
      'MODEL_FOLDER',
    );
  const rest = [...tensors.values()].filter(({ name }) => used.get(name) !== null);
  return {
    heads,
    skipped: [...rest.map((tensor) => used.get(tensor.name) ?? reasonFor(tensor, tensors, prefix, model)), ...parts],
    warnings: [...warnings, ...modelNotes(model, hasHead, heads)],
  };
}

/** What stands before the modules of the family: `model.`, `transformer.`, nothing. */
export function prefixOf(tensors: Tensors, { family }: LanguageModel): string {
  const ending = `${family.embedding}.weight`;
  const prefixes = [...tensors.keys()]
    .filter((name) => name === ending || name.endsWith(`.${ending}`))
    .map((name) => name.slice(0, name.length - ending.length));
  const block = `${family.blocks}.0.`;
  return (
    prefixes.find((prefix) => [...tensors.keys()].some((name) => name.startsWith(prefix + block))) ?? prefixes[0] ?? ''
  );
}

function findLinear(
  tensors: Tensors,
  prefix: string,
  linear: ModelLinear,
  { family, sizes }: LanguageModel,
): Found | undefined {
  const { module, role, expert } = linear;
  if (role === 'head') return findHead(tensors, prefix, linear, family, sizes.tiedHead);
  if (linear.head !== undefined) return findOfHead(tensors, prefix, linear, linear.head, sizes);
  if (expert !== undefined && family.fusedExperts !== undefined)
    return findFusedExpert(tensors, prefix, linear, family.fusedExperts);
  const tensor = tensors.get(`${prefix}${module}.weight`);
  if (tensor === undefined) return undefined;
  // What a packed form gives is outputs x inputs, whatever the module stores when it is not packed.
  const isTurned = family.isTurned === true && tensor.isRestored !== true;
  return { linear, tensor, bias: tensors.get(`${prefix}${module}.bias`), isTurned };
}

/** The module that holds the layer of an attention head beside those of all others. */
function wholeModule({ module, head }: ModelLinear): string {
  return head === undefined ? module : module.replace(/\.\w+\.\d+$/, '');
}

/** Rows of a head in the matrix that makes keys and values of a latent vector: what is not turned of its keys, and its values. */
function ofHead({ headSize, latent }: LanguageModel['sizes']): number {
  return headSize - latent!.turned + latent!.value;
}

/** The layer of one head: of its keys what goes from a query to the latent vector, so turned. */
function findOfHead(
  tensors: Tensors,
  prefix: string,
  linear: ModelLinear,
  head: number,
  sizes: LanguageModel['sizes'],
): Found | undefined {
  const all = tensors.get(`${prefix}${wholeModule(linear)}.weight`);
  if (all === undefined) return undefined;
  const isKeys = linear.role === 'latentKeys';
  const keys = sizes.headSize - sizes.latent!.turned;
  const from = head * ofHead(sizes) + (isKeys ? 0 : keys);
  const rows = isKeys ? keys : sizes.latent!.value;
  const columns = all.shape[1];
  const { numberFormat, isRestored, held } = all;
  const name = `${prefix}${linear.module}`;
  const shape = isKeys ? [columns, rows] : [rows, columns];
  const part = { name, shape, numberFormat, ...(isRestored && { isRestored }), ...(held && { held }) };
  const tensor = lazyTensor(part, () => {
    const own = all.values.subarray(from * columns, (from + rows) * columns);
    return isKeys ? permuteAxes(own, [rows, columns], [1, 0]) : own;
  });
  return { linear, tensor, bias: undefined, isTurned: false, all };
}

/** The head stands outside of the prefix, or inside of its first part; a tied one is the table of the embedding under a name of its own. */
function findHead(
  tensors: Tensors,
  prefix: string,
  linear: ModelLinear,
  family: LanguageModel['family'],
  isTied: boolean,
): Found | undefined {
  const outer = prefix.split('.').slice(0, -1);
  const places = outer.map((_, at) => `${outer.slice(0, at).join('.')}${at === 0 ? '' : '.'}`);
  const names = [...places, prefix].map((place) => `${place}${linear.module}`);
  const own = names.find((name) => tensors.has(`${name}.weight`));
  if (own !== undefined)
    return { linear, tensor: tensors.get(`${own}.weight`)!, bias: tensors.get(`${own}.bias`), isTurned: false };
  const table = isTied ? tensors.get(`${prefix}${family.embedding}.weight`) : undefined;
  return table === undefined
    ? undefined
    : { linear, tensor: renamed(table, `${linear.module}.weight`), bias: undefined, isTurned: false };
}

/** The same tensor under another name. */
function renamed(tensor: NamedTensor, name: string): NamedTensor {
  const { shape, numberFormat, isRestored, storedBits, asStored, held } = tensor;
  const head = { name, shape, numberFormat, ...(isRestored && { isRestored }), ...(storedBits && { storedBits }) };
  return lazyTensor({ ...head, ...(asStored && { asStored }), ...(held && { held }) }, () => tensor.values);
}

/** The expert of a tensor of all. What is packed gives [experts, outputs, inputs], however it lies otherwise. */
function findFusedExpert(
  tensors: Tensors,
  prefix: string,
  linear: ModelLinear,
  lie: 'turned' | 'straight',
): Found | undefined {
  const module = `${prefix}${linear.module.replace(/\.\d+$/, '')}`;
  const expert = linear.expert!;
  const all = tensors.get(lie === 'straight' ? `${module}.weight` : module);
  if (all === undefined || all.shape.length !== 3 || expert >= all.shape[0]) return undefined;
  const biases = tensors.get(`${module}_bias`) ?? tensors.get(`${module}.bias`);
  const bias = biases === undefined ? undefined : rowOf(biases, expert, all.shape[0]);
  const tensor = expertOf(all, expert, lie === 'turned' && all.isRestored !== true);
  return { linear, tensor, bias, isTurned: false, all, allBiases: biases };
}

function headOfLinear({ linear, tensor, bias, isTurned }: Found): LayerHead {
  const orientation = {
    kind: 'fullyConnected',
    outputs: [isTurned ? 1 : 0],
    inputs: [isTurned ? 0 : 1],
  } as const;
  const { block, expert } = linear;
  const head = headOf({ tensor, bias, orientation });
  return block === undefined || expert === undefined ? head : { ...head, expert: { block, index: expert } };
}

function biasNote({ name, shape }: NamedTensor, layer: string): Skipped {
  return { name, reason: `shape ${formatShape(shape)}, used as the bias of "${layer}"` };
}

/** Why a tensor that no linear layer uses is no layer. */
function reasonFor(tensor: NamedTensor, tensors: Tensors, prefix: string, { family, sizes }: LanguageModel): Skipped {
  const { name, shape } = tensor;
  const of = `, shape ${formatShape(shape)}`;
  if (name === `${prefix}${family.embedding}.weight`)
    return {
      name,
      reason: `an embedding, looked up and not multiplied${sizes.tiedHead ? ` (the output layer shares it)` : ''}${of}`,
      kind: 'embedding',
    };
  if (family.positions !== undefined && name === `${prefix}${family.positions}.weight`)
    return { name, reason: `a table of positions, looked up and not multiplied${of}`, kind: 'position table' };
  if (shape.length < 2)
    return {
      name,
      reason: /(norm|ln_\w+|layernorm)\.(weight|bias)$/i.test(name)
        ? `a norm, applied element by element${of}`
        : `one-dimensional${of}: no weight matrix`,
    };
  return (
    notALayer(tensor, habitsOf(tensors, true)) ?? {
      name,
      reason: `not one of the linear layers of a ${family.name}${of}`,
      kind: 'other part',
    }
  );
}

function modelNotes({ family, sizes }: LanguageModel, hasHead: boolean, heads: readonly LayerHead[]): string[] {
  const isWithout = !hasHead && !heads.some(({ name }) => name.endsWith(`${family.head}.weight`));
  return [
    ...(isWithout ? ['no output head: config.json names a model without one'] : []),
    ...(sizes.experts > 0
      ? [`${sizes.experts} experts in each block, one or more layers each; a token uses ${sizes.expertsPerToken}`]
      : []),
  ];
}
