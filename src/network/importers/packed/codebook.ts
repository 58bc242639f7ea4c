import { UserError } from '../../../base/user-error.ts';
import { formatShape, isInteger, type NamedTensor, splitName } from '../tensors/named-tensor.ts';
import { streamField, wordsOf } from './bit-fields.ts';
import { type PackedForm, packedWeight, present, stemBefore, weightName } from './packed-form.ts';

const BOOKS = ['codebook', 'centroids', 'centers', 'lookup_table', 'lut', 'palette', 'clusters'];
const CODES = /(^|_)(codes?|indices|index|idx|assignments?|labels)$/;

/**
 * Weights shared by a codebook (weight clustering, Deep Compression): integer codes of the weight's own shape, and beside them a table of one
 * dimension (one for all) or two ([outputs, values], one for each output). The table tells the form; names vary.
 */
export const codebook: PackedForm = {
  name: 'codebook',
  find(key, tensors, _hints, file) {
    if (!isInteger(key) || key.shape.length < 2) return undefined;
    const { stem, leaf } = splitName(key.name);
    const ending = CODES.exec(leaf)?.[0] ?? (leaf.endsWith('weight') ? '' : undefined);
    if (ending === undefined) return undefined;
    const bare = key.name.slice(0, key.name.length - ending.length).replace(/[._/]$/, '');
    const book = [`${bare}.`, `${bare}_`, stem, `${stem}weight_`]
      .flatMap((prefix) => BOOKS.map((name) => tensors.get(prefix + name)))
      .find((tensor) => tensor !== undefined);
    if (book === undefined) return undefined;
    const parts = present(key, book);
    const name = ending === leaf ? weightName(stem) : bare;
    if (!(book.shape.length === 1 || (book.shape.length === 2 && book.shape[0] === key.shape[0])))
      return {
        parts,
        name,
        reason: `codes of a codebook, not read: a table of shape ${formatShape(book.shape)} for codes of shape ${formatShape(key.shape)}`,
      };
    return packedWeight(parts, name, key.shape, 'codebook', () => looked(file, key, book));
  },
};

function looked(file: string, key: NamedTensor, book: NamedTensor): Float32Array {
  const size = book.shape.at(-1)!;
  const perRow = key.values.length / key.shape[0];
  return Float32Array.from(key.values, (code, at) => {
    if (!(code >= 0 && code < size))
      throw UserError.at({ file, path: key.name }, `code ${code}, but ${book.name} has ${size} values`, 'PACKED');
    return book.values[(book.shape.length === 1 ? 0 : Math.floor(at / perRow) * size) + code];
  });
}

/**
 * SqueezeLLM: qweight int32 [inputs x bits / 32, outputs], fields along the inputs; lookup_table float32 [outputs, 2^bits]. Its sparse part (rows, cols, vals;
 * full_rows) is not read. Source: SqueezeAILab/SqueezeLLM.
 */
export const squeezeLlm: PackedForm = {
  name: 'SqueezeLLM',
  find(key, tensors) {
    const stem = stemBefore(key, 'qweight');
    const table = stem === undefined ? undefined : tensors.get(`${stem}lookup_table`);
    if (stem === undefined || table?.shape.length !== 2 || key.shape.length !== 2) return undefined;
    const sparse = ['rows', 'cols', 'vals', 'full_rows', 'full_row_indices', 'startrows'].map((one) =>
      tensors.get(stem + one),
    );
    const parts = present(key, table, ...sparse);
    const name = `${stem}weight`;
    const [words, outputs] = key.shape as [number, number];
    const size = table.shape[1];
    const bits = Math.log2(size);
    const refuse = (why: string) => ({ parts, name, reason: `SqueezeLLM, ${bits} bit, not read: ${why}` });
    if (parts.length > 2) return refuse('its sparse part (rows, cols, vals) beside the dense one');
    if (![3, 4].includes(bits) || table.shape[0] !== outputs || (words * 32) % bits !== 0)
      return refuse(`a table of shape ${formatShape(table.shape)} for ${outputs} outputs`);
    const inputs = (words * 32) / bits;
    return packedWeight(parts, name, [outputs, inputs], 'codebook', () => {
      const [packed, values] = [wordsOf(key.values), table.values];
      const weights = new Float32Array(outputs * inputs);
      for (let output = 0; output < outputs; output++)
        for (let input = 0; input < inputs; input++) {
          const code = streamField(packed, output, outputs, input, bits);
          weights[output * inputs + input] = values[output * size + code];
        }
      return weights;
    });
  },
};
