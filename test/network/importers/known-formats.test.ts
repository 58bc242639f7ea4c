import test from 'ava';
import { memoryFiles } from '../../../src/base/files/files.ts';
import { UserError } from '../../../src/base/user-error.ts';
import { importWeights } from '../../../src/network/importers/index.ts';

for (const [file, begin, message] of [
  ['a.h5', '\x89HDF\r\n\x1a\n', /HDF5 \(Keras .h5\), not read/],
  ['a.tflite', '\x1c\0\0\0TFL3', /TensorFlow Lite, not read/],
  ['a.pkl', '\x80\x04\x95', /a pickle is never read: save the weights as .safetensors/],
  ['a.pt', 'PK\x03\x04......................archive/data.pkl', /a PyTorch file \(.pt, .pth\), not read/],
  ['model.json', '{"format": "layers-model", "modelTopology": {}', /a TensorFlow.js manifest, not read/],
] as const)
  test(`${file} of another tool is refused by name`, async (t) => {
    const files = memoryFiles({ [file]: Uint8Array.from(begin, (character) => character.charCodeAt(0)) });
    await t.throwsAsync(importWeights(files, file), { instanceOf: UserError, message });
  });
