import type { Skipped } from '../../imported-weights.ts';
import type { NamedTensor, Tensors } from '../tensors/named-tensor.ts';
import { awq } from './awq.ts';
import { bitmask } from './bitmask.ts';
import { bitsandbytes4bit } from './bitsandbytes-4bit.ts';
import { bitsandbytesInt8 } from './bitsandbytes-int8.ts';
import { codebook, squeezeLlm } from './codebook.ts';
import { gptq } from './gptq.ts';
import { mask } from './mask.ts';
import { groupedFp4, mxfp4 } from './microscaling.ts';
import { mlx } from './mlx.ts';
import { packQuantized } from './pack-quantized.ts';
import type { Hints, PackedForm } from './packed-form.ts';
import { scaled } from './scaled.ts';
import { spectralNorm } from './spectral-norm.ts';
import { knownUnread, looksPacked, unknownParametrization } from './unread.ts';
import { weightNorm } from './weight-norm.ts';

/** Every way in which several tensors hold one weight, in the order in which they are undone: what one gives, the next may take. */
export const PACKED_FORMS: readonly PackedForm[] = [
  bitmask,
  squeezeLlm,
  gptq,
  awq,
  packQuantized,
  bitsandbytes4bit,
  bitsandbytesInt8,
  mxfp4,
  groupedFp4,
  mlx,
  knownUnread,
  codebook,
  scaled,
  looksPacked,
  weightNorm,
  spectralNorm,
  mask,
  unknownParametrization,
];

/** Tensors with the packed ones put together, and what became of the parts. */
export interface Unpacked {
  readonly tensors: Tensors;
  readonly skipped: readonly Skipped[];
  readonly warnings: readonly string[];
}

/** Puts together what several tensors hold; a weight in a form that is not read is skipped as `unread`. */
export function unpackTensors(file: string, stored: readonly NamedTensor[], hints: Hints): Unpacked {
  const tensors = new Map(stored.map((tensor) => [tensor.name, tensor]));
  const place = new Map(stored.map((tensor, index) => [tensor.name, index]));
  const skipped: Skipped[] = [];
  const assumed = new Map<string, string[]>();
  for (const form of PACKED_FORMS)
    for (const key of Array.from(tensors.values())) {
      const found = tensors.get(key.name) === key ? form.find(key, tensors, hints, file) : undefined;
      if (found === undefined) continue;
      for (const part of found.parts) tensors.delete(part.name);
      if ('reason' in found) skipped.push({ name: found.name, reason: found.reason, kind: 'unread' });
      else {
        const { weight, parts, assumed: text } = found;
        tensors.set(weight.name, weight);
        place.set(weight.name, place.get(key.name)!);
        for (const { name } of parts)
          if (name !== weight.name) skipped.push({ name, reason: `part of "${weight.name}" (${form.name})` });
        if (text !== undefined) assumed.set(text, [...(assumed.get(text) ?? []), weight.name]);
      }
    }
  const warnings = [...assumed].map(
    ([text, names]) => `${names[0]}${names.length > 1 ? ` and ${names.length - 1} more` : ''}: ${text}`,
  );
  const order = [...tensors.values()].toSorted((a, b) => place.get(a.name)! - place.get(b.name)!);
  return { tensors: new Map(order.map((tensor) => [tensor.name, tensor])), skipped, warnings };
}
