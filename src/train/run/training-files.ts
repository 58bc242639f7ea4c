import { npyBytes } from '../../network/inputs/npy-bytes.ts';
import { copySample } from '../learn/samples.ts';
import { networkFile } from './network-file.ts';
import type { Training } from './run-training.ts';

/** A file that a training leaves behind: a plain name and its content. */
export interface TrainingFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** Names of the files of a training beside its record. */
export const TRAINING_FILES = ['network.safetensors', 'network.yaml', 'inputs.npy', 'labels.npy'] as const;

/**
 * network.safetensors, the first test samples as the network takes them (inputs.npy, labels.npy), and network.yaml, which names all three.
 * @param inferences how many samples
 */
export function trainingFiles({ chain, network, samples, result }: Training, inferences: number): TrainingFile[] {
  const { test } = samples;
  const count = Math.min(inferences, test.count);
  const values = new Float32Array(count * test.size);
  for (let sample = 0; sample < count; sample++) copySample(test, sample, values, sample);
  const yaml = [
    `# ${result.name} as picojoule train made it, with the first ${count} test samples`,
    `name: ${JSON.stringify(result.name)}`,
    'weights: network.safetensors',
    'inputs: inputs.npy',
    'labels: labels.npy',
    '',
  ];
  return [
    { name: 'network.safetensors', content: networkFile(chain, network) },
    { name: 'network.yaml', content: yaml.join('\n') },
    { name: 'inputs.npy', content: npyBytes([count, ...chain.input], values) },
    { name: 'labels.npy', content: npyBytes([count], Uint16Array.from(test.labels.subarray(0, count))) },
  ];
}
