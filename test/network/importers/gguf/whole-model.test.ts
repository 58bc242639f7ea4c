import test from 'ava';
import { UserError } from '../../../../src/base/user-error.ts';
import type { GgufFile, GgufTensor } from '../../../../src/network/importers/gguf/gguf-file.ts';
import type { MetadataValue } from '../../../../src/network/importers/gguf/metadata.ts';
import { modelOfGguf, transformerOfGguf } from '../../../../src/network/importers/gguf/transformer.ts';
import { modelFile } from './model-file.ts';

interface Change {
  readonly of?: string;
  readonly keys?: Readonly<Record<string, MetadataValue>>;
  readonly without?: string;
  readonly tensor?: Partial<GgufTensor> & { readonly name: string };
}

function changed({ of = 'qwen2', keys = {}, without, tensor }: Change): GgufFile {
  const whole = modelFile(of);
  const tensors = whole.tensors
    .filter(({ name }) => name !== without)
    .map((one) => (one.name === tensor?.name ? { ...one, ...tensor } : one));
  return { ...whole, metadata: new Map([...whole.metadata, ...Object.entries(keys)]), tensors };
}

const DAMAGED: Readonly<Record<string, readonly [Change, RegExp]>> = {
  'a matrix is missing': [{ without: 'blk.1.attn_k.weight' }, /there is no blk\.1\.attn_k\.weight/],
  'a norm is missing': [{ without: 'blk.0.ffn_norm.weight' }, /there is no blk\.0\.ffn_norm\.weight/],
  'the last norm is missing': [{ without: 'output_norm.weight' }, /there is no output_norm\.weight/],
  'a norm of heads is missing': [
    { of: 'gemma3', without: 'blk.3.attn_q_norm.weight' },
    /there is no blk\.3\.attn_q_norm\.weight/,
  ],
  'sinks are missing': [
    { of: 'gpt-oss', without: 'blk.0.attn_sinks.weight' },
    /there is no blk\.0\.attn_sinks\.weight/,
  ],
  'experts are missing': [
    { of: 'mixtral', without: 'blk.0.ffn_down_exps.weight' },
    /there is no blk\.0\.ffn_down_exps/,
  ],
  'fewer blocks than it says': [
    { keys: { 'qwen2.block_count': 2 ** 31 } },
    /qwen2\.block_count is 2147483648, there are tensors of 2/,
  ],
  'more blocks than it says': [{ keys: { 'qwen2.block_count': 1 } }, /qwen2\.block_count is 1, there are tensors of 2/],
  'a matrix of another shape': [
    { tensor: { name: 'blk.0.attn_q.weight', shape: [64, 16] } },
    /blk\.0\.attn_q\.weight has shape \(64, 16\), the keys make it \(32, 32\)/,
  ],
  'gate and up in one of another shape': [
    { of: 'phi3', keys: { 'phi3.feed_forward_length': 41 } },
    /blk\.0\.ffn_up\.weight has shape \(80, 32\), the keys make it \(82, 32\)/,
  ],
  'another number of experts': [
    { of: 'mixtral', keys: { 'llama.expert_count': 5 } },
    /blk\.0\.ffn_gate_exps\.weight has shape \(4, 24, 32\), the keys make it \(5, 24, 32\)/,
  ],
  'a latent vector is not made': [
    { of: 'deepseek2', without: 'blk.1.attn_kv_a_mqa.weight' },
    /there is no blk\.1\.attn_kv_a_mqa\.weight/,
  ],
  'keys of another number of heads': [
    { of: 'deepseek2', tensor: { name: 'blk.0.attn_k_b.weight', shape: [3, 12, 8] } },
    /blk\.0\.attn_k_b\.weight has shape \(3, 12, 8\), the keys make it \(4, 12, 8\)/,
  ],
  'a first block as wide as an expert': [
    { of: 'deepseek2', keys: { 'deepseek2.feed_forward_length': 4 } },
    /blk\.0\.ffn_gate\.weight has shape \(24, 32\), the keys make it \(4, 32\)/,
  ],
  'a shared part of another width': [
    { of: 'deepseek2', keys: { 'deepseek2.expert_shared_count': 3 } },
    /blk\.1\.ffn_gate_shexp\.weight has shape \(8, 32\), the keys make it \(12, 32\)/,
  ],
  'heads that do not share': [{ keys: { 'qwen2.attention.head_count_kv': 3 } }, /4 heads do not share 3 heads/],
};

for (const [what, [change, message]] of Object.entries(DAMAGED))
  test(`a model is refused where its tensors are not what its keys tell: ${what}`, (t) => {
    t.throws(() => modelOfGguf('m.gguf', changed(change)), { instanceOf: UserError, message });
  });

test('scores of experts that are made in a way that is not known are not taken for others', (t) => {
  const told = transformerOfGguf(changed({ of: 'deepseek2', keys: { 'deepseek2.expert_gating_func': 4 } }), () => ({
    type: 'fp32',
    shape: [1],
    values: new Float32Array(1),
  }));
  t.deepEqual(told, { reason: 'expert_gating_func 4 is not executed (known: 1, 2, 3)' });
});

test('an older DeepSeek with the keys and values of all heads in one matrix is whole, and not executed', (t) => {
  const { metadata, tensors, ...whole } = modelFile('deepseek2');
  const told = [...metadata].filter(([key]) => !key.endsWith('_mla'));
  const keys = { 'deepseek2.attention.key_length': 12, 'deepseek2.attention.value_length': 6 };
  const older = {
    ...whole,
    metadata: new Map([...told, ...Object.entries(keys)]),
    tensors: tensors
      .filter(({ name }) => !name.includes('attn_v_b'))
      .map((tensor) =>
        tensor.name.includes('attn_k_b')
          ? { ...tensor, name: tensor.name.replace('attn_k_b', 'attn_kv_b'), shape: [4 * (8 + 6), 12] }
          : tensor,
      ),
  };
  t.is(modelOfGguf('m.gguf', older)?.family.name, 'DeepSeek');
  const one = () => ({ type: 'fp32' as const, shape: [1], values: new Float32Array(1) });
  t.deepEqual(transformerOfGguf(older, one), { reason: 'there is no blk.0.attn_k_b.weight' });
});

test('tensors of a file that does not tell its sizes are a heap of tensors, of no model', (t) => {
  const { metadata, ...whole } = changed({ without: 'blk.0.attn_q.weight' });
  const untold = new Map([...metadata].filter(([key]) => key !== 'qwen2.block_count'));
  t.is(modelOfGguf('m.gguf', { ...whole, metadata: untold }), undefined);
});

const NOT_EXECUTED: Readonly<Record<string, readonly [Readonly<Record<string, MetadataValue>>, RegExp]>> = {
  'a text for a number': [
    { 'qwen2.attention.layer_norm_rms_epsilon': 'tiny' },
    /expected a number, found something else: qwen2\.attention\.layer_norm_rms_epsilon/,
  ],
  'positions beyond the head': [{ 'qwen2.rope.dimension_count': 100 }, /even number of the 8 elements.*found 100/],
  'positions scaled by nothing': [
    { 'qwen2.rope.scaling.type': 'yarn', 'qwen2.rope.scaling.factor': 0 },
    /scaled by a factor above 0, found 0/,
  ],
  'no architecture': [{ 'general.architecture': 1 }, /general\.architecture names none/],
};

for (const [what, [keys, reason]] of Object.entries(NOT_EXECUTED))
  test(`a model is not executed, and why is told: ${what}`, (t) => {
    const told = transformerOfGguf(changed({ keys }), () => ({
      type: 'fp32',
      shape: [0],
      values: new Float32Array(0),
    }));
    t.regex((told as { reason: string }).reason, reason);
  });

test('a model whose experts do not lie evenly in its groups is not executed', (t) => {
  const file = modelFile('deepseek2');
  const metadata = new Map([...file.metadata, ['deepseek2.expert_group_count', 3] as const]);
  const one = () => ({ type: 'fp32' as const, shape: [1], values: new Float32Array(1) });
  t.deepEqual(transformerOfGguf({ ...file, metadata }, one), { reason: '8 experts do not lie evenly in 3 groups' });
});
