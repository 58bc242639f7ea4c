import type { Family } from '../model.ts';
import { deepseek, glm4Moe } from './deepseek.ts';
import { glm4 } from './glm4.ts';
import { gptNeox } from './gpt-neox.ts';
import { gptOss } from './gpt-oss.ts';
import { gpt2 } from './gpt2.ts';
import { graniteMoe, graniteMoeShared } from './granite-moe.ts';
import { cohere, gemma, llama } from './llama.ts';
import { mixtral } from './mixtral.ts';
import { opt } from './opt.ts';
import { phi3 } from './phi3.ts';
import { qwen2Moe } from './qwen2-moe.ts';
import { qwen3Moe } from './qwen3-moe.ts';
import { starcoder2 } from './starcoder2.ts';

/** Every architecture that is known. */
export const FAMILIES: readonly Family[] = [
  llama,
  gemma,
  cohere,
  phi3,
  mixtral,
  deepseek,
  glm4Moe,
  qwen2Moe,
  qwen3Moe,
  gptOss,
  graniteMoe,
  graniteMoeShared,
  gpt2,
  opt,
  gptNeox,
  starcoder2,
  glm4,
];

/** The architecture that a config's `model_type` or a GGUF file's `general.architecture` names. */
export function familyOf(modelType: string): Family | undefined {
  return FAMILIES.find(({ modelTypes }) => modelTypes.includes(modelType));
}
