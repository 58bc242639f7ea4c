import { latin1 } from '../../base/files/bytes.ts';

/** Weight files of other tools that are not read: what they begin with, and what to do. */
const KNOWN: readonly { readonly name: string; readonly begins: (head: string) => boolean; readonly advice: string }[] =
  [
    {
      name: 'HDF5 (Keras .h5)',
      begins: (head) => head.startsWith('\x89HDF\r\n\x1a\n'),
      advice: 'write its arrays as .npz, or export ONNX',
    },
    { name: 'TensorFlow Lite', begins: (head) => head.slice(4, 8) === 'TFL3', advice: 'export ONNX' },
    {
      name: 'a Python pickle (.pkl, old PyTorch)',
      begins: (head) => head.codePointAt(0) === 0x80 && [2, 3, 4, 5].includes(head.codePointAt(1) ?? 0),
      advice: 'a pickle is never read: save the weights as .safetensors',
    },
    {
      name: 'a PyTorch file (.pt, .pth)',
      begins: (head) => head.startsWith('PK') && /\/(data\.pkl|constants\.pkl)/.test(head),
      advice: 'it holds a pickle, which is never read: save the weights as .safetensors, or export ONNX',
    },
    {
      name: 'a Keras archive (.keras)',
      begins: (head) => head.startsWith('PK') && head.slice(30, 43) === 'metadata.json',
      advice: 'write its arrays as .npz, or export ONNX',
    },
    {
      name: 'a TensorFlow.js manifest',
      begins: (head) => /^\s*\{[\s\S]*"(weightsManifest|modelTopology)"/.test(head),
      advice: 'export ONNX',
    },
  ];

/** What a file is that is not read, and what to do instead; undefined where its first bytes are of nothing that is known. */
export function knownFormat(head: Uint8Array): string | undefined {
  const text = latin1(head);
  const found = KNOWN.find(({ begins }) => begins(text));
  return found === undefined ? undefined : `${found.name}, not read: ${found.advice}`;
}
