import { reads, type Truth, testFiles } from '../case-files.ts';

/** Small files of what a tensor container holds besides weights, with the truth of their index. */
const TRUTH: Readonly<Record<string, Truth>> = {
  'safetensors/bert_ids.safetensors': reads(4, 4, 16),
  'safetensors/bnb_nf4.safetensors': reads(4, 8, 15),
  'safetensors/fp8_scale.safetensors': reads(2, 3, 4, 0.626953125),
  'safetensors/gpt2_block.safetensors': {
    layers: [
      [12, 4, 48],
      [4, 16, 64],
    ],
  },
  'safetensors/gptq4.safetensors': reads(3, 8, 10),
  'safetensors/mask_suffix.safetensors': reads(2, 2, 2),
  'safetensors/moe_experts.safetensors': {
    layers: [
      [4, 6, 24],
      [4, 6, 24],
      [12, 4, 48],
      [12, 4, 48],
      [2, 4, 8],
    ],
  },
  'safetensors/sparse24_bitmask.safetensors': reads(2, 8, 8),
  'safetensors/weight_norm.safetensors': reads(2, 2, 2, 14),
  'npz/keras_named.npz': reads(2, 3, 6),
};

testFiles('../networks', TRUTH);
