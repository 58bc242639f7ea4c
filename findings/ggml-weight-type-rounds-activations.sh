#!/bin/sh
# In ggml's CPU backend (llama.cpp) the type of the weights decides how the activations are rounded before they are multiplied, although the tensor of
# activations is fp32: F16 weights round them to eleven bits, BF16 to eight, and every quantized type (Q8_0, Q4_0, Q4_K, Q6_K) to eight-bit integers that share a
# scale over 32 or 256 neighbours. So weights that a type holds exactly can still give products that are far off: one large activation wipes out its neighbours.
# Versions: @node-llama-cpp/linux-x64 3.22.1 (llama.cpp 0.5.0, ggml-cpu-x64), koffi 2.9.0, Linux x64. Seen: a row of weights 1, 0, 0, ... (exact in all seven
# types) times activations 1.003, 100, 0.3, 0.3, ... gives 1.003 in F32, 1.0029296875 in F16, 1 in BF16, and 0.787 to 0.788 in Q8_0, Q4_0, Q4_K and Q6_K.
# Ends with 1 where this is no longer so. Needs node and npm; writes only into a temporary folder.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @node-llama-cpp/linux-x64@3.22.1 koffi@2.9.0 >/dev/null
cat > product.mjs <<'NODE'
import koffi from 'koffi';

const folder = `${process.cwd()}/node_modules/@node-llama-cpp/linux-x64/bins/linux-x64`;
const base = koffi.load(`${folder}/libggml-base.so`);
const cpu = koffi.load(`${folder}/libggml-cpu-x64.so`);
koffi.struct('InitParams', { size: 'size_t', buffer: 'void *', noAlloc: 'bool' });
const init = base.func('void *ggml_init(InitParams params)');
const matrix = base.func('void *ggml_new_tensor_2d(void *context, int type, int64_t columns, int64_t rows)');
const dataOf = base.func('void *ggml_get_data(void *tensor)');
const quantize = base.func(
  'size_t ggml_quantize_chunk(int type, const float *from, void *to, int64_t start, int64_t rows, int64_t columns, const float *importance)',
);
const product = base.func('void *ggml_mul_mat(void *context, void *weights, void *activations)');
const newGraph = base.func('void *ggml_new_graph(void *context)');
const expand = base.func('void ggml_build_forward_expand(void *graph, void *tensor)');
const compute = cpu.func('int ggml_graph_compute_with_ctx(void *context, void *graph, int threads)');
cpu.func('void ggml_cpu_init()')();
const context = init({ size: 2 ** 24, buffer: null, noAlloc: false });
const columns = 256;
const weights = Float32Array.from({ length: columns }, (_, k) => (k === 0 ? 1 : 0));
const activations = Array.from({ length: columns }, (_, k) => [1.003, 100][k] ?? 0.3);
const TYPES = { F32: 0, F16: 1, BF16: 30, Q8_0: 8, Q4_0: 2, Q4_K: 12, Q6_K: 14 };
const found = Object.entries(TYPES).map(([name, type]) => {
  const w = matrix(context, type, columns, 1);
  quantize(type, weights, dataOf(w), 0, 1, columns, null);
  const x = matrix(context, 0, columns, 1);
  koffi.encode(dataOf(x), koffi.array('float', columns), activations);
  const y = product(context, w, x);
  const graph = newGraph(context);
  expand(graph, y);
  compute(context, graph, 1);
  return [name, koffi.decode(dataOf(y), 'float')];
});
for (const [name, value] of found) console.log(name.padEnd(5), value);
const [[, f32], [, f16], [, bf16], ...quantized] = found;
const same =
  Math.abs(f32 - 1.003) < 1e-6 &&
  f16 === 1.0029296875 &&
  bf16 === 1 &&
  quantized.every(([, value]) => value > 0.787 && value < 0.788);
console.log(same ? 'as described' : 'CHANGED');
process.exitCode = same ? 0 : 1;
NODE
node product.mjs
