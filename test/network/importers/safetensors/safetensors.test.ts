import test from 'ava';
import { UserError } from '../../../../src/base/user-error.ts';
import { safetensors } from '../../../../src/network/importers/safetensors/safetensors.ts';
import { reads, refuses, testFiles } from '../case-files.ts';

const SMALL = reads(2, 3, 3, -0.25);

testFiles('safetensors', {
  'ok_f32.safetensors': SMALL,
  'ok_f16.safetensors': SMALL,
  'ok_bf16.safetensors': SMALL,
  'ok_f8.safetensors': reads(1, 2, 1, 1),
  'ok_i64.safetensors': reads(1, 2, 1),
  'ok_i8_u8.safetensors': {
    layers: [
      [1, 3, 2, -129],
      [1, 3, 2, 383],
    ],
  },
  'proto_name.safetensors': reads(1, 1, 1, 2),
  'bad_array_header.safetensors': refuses(/not a JSON object/),
  'bad_dupkey.safetensors': refuses(/"a" stands twice/),
  'bad_headerlen.safetensors': refuses(/exceeds the 76 bytes/),
  'bad_invalidutf8.safetensors': refuses(/not UTF-8/),
  'bad_json.safetensors': refuses(/not JSON/),
  'bad_overflowshape.safetensors': refuses(/whole numbers below 2\^53/),
  'bad_reversed.safetensors': refuses(/4 to 0 are reversed/),
  'bad_short.safetensors': refuses(/ends at data byte 16, the file has 14/),
  'bad_size.safetensors': refuses(/needs 4000000 bytes, data_offsets hold 4/),
  'bad_zero.safetensors': refuses(/file is empty/),
});

/** A file with this header text and data. */
function fileOf(header: string, data: number): Uint8Array {
  const head = Buffer.alloc(8);
  head.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([head, Buffer.from(header), Buffer.alloc(data)]);
}

const refused = test.macro({
  exec: async (t, header: string, data: number, message: RegExp) => {
    await t.throwsAsync(async () => safetensors.read({ file: 'f', bytes: fileOf(header, data) }, {}), {
      instanceOf: UserError,
      message,
    });
  },
  title: (claim) => claim ?? '',
});
const entry = (from: number, to: number): string => `{"dtype":"F32","shape":[1,1],"data_offsets":[${from},${to}]}`;
test(
  'a gap between two tensors is refused',
  refused,
  `{"a":${entry(0, 4)},"b":${entry(8, 12)}}`,
  12,
  /the bytes of "b" \(8 to 12\) do not follow the tensor before it: "a" ends at 4, bytes 4 to 8 belong to none/,
);
test(
  'two tensors over the same bytes are refused',
  refused,
  `{"a":${entry(0, 4)},"b":${entry(0, 4)}}`,
  4,
  /the bytes of "b" \(0 to 4\) do not follow the tensor before it: they overlap those of "a" \(0 to 4\)/,
);
test(
  'bytes behind the last tensor are refused',
  refused,
  `{"a":${entry(0, 4)}}`,
  8,
  /end at data byte 4, the file has 8/,
);
test(
  'an unknown dtype is refused by name',
  refused,
  '{"a":{"dtype":"F9","shape":[1,1],"data_offsets":[0,4]}}',
  4,
  /dtype F9/,
);

test(
  'a repeated key inside one tensor is refused too',
  refused,
  '{"a":{"dtype":"F32","dtype":"I32","shape":[1,1],"data_offsets":[0,4]}}',
  4,
  /"dtype" stands twice/,
);

test('the name __proto__ is only a name', async (t) => {
  const { layers } = await safetensors.read({ file: 'f', bytes: fileOf(`{"__proto__":${entry(0, 4)}}`, 4) }, {});
  t.is(layers[0].name, '__proto__');
  t.is(({} as Record<string, unknown>).dtype, undefined);
});
