import { UserError } from '../../base/user-error.ts';
import { layerSeed } from '../../network/generate.ts';
import type { Network } from '../../network/layer.ts';
import type { StreamedNetwork } from '../../network/streamed-network.ts';
import { inputsLike } from './in-batch.ts';

/** Inputs of a prompt differ from those of a batch. */
const PROMPT_SEED = 0x70726f6d;

/**
 * A language model that reads a prompt of so many tokens before the token that is told: each layer multiplies as many inputs in one pass, like its own but drawn anew;
 * the output head is asked for the last token alone.
 * @throws UserError LANGUAGE_MODEL where the network is no language model whose layers run once for a token
 */
export function withPrompt(network: Network | StreamedNetwork, file: string, length: number): StreamedNetwork {
  if (!('coming' in network) || network.sizes === undefined)
    throw UserError.at(
      { file },
      'no language model whose layers run once for a token, which --prompt-length needs',
      'LANGUAGE_MODEL',
    );
  const { sizes, batch = 1, seed } = network;
  const coming = network.coming.map((one, index) => {
    const isHead = index === network.coming.length - 1 && one.rows === sizes.vocabulary;
    const count = batch * (isHead ? 1 : length);
    const own = layerSeed((seed ?? 1) ^ PROMPT_SEED, index);
    return { ...one, promptInputs: (layer: Parameters<typeof inputsLike>[0]) => inputsLike(layer, count, own) };
  });
  return { ...network, coming, prompt: { length, sizes } };
}
