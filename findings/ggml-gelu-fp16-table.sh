#!/bin/sh
# GELU of fp32 tensors in ggml's CPU backend (llama.cpp: GPT-2, GPT-NeoX, Gemma) is looked up in a table of fp16 numbers: input and output are rounded to
# eleven bits although tensor, weights and cache are fp32, so a model in F32 differs from an fp32 computation by some 1e-3 in its logits. ggml_gelu_erf is not.
# Versions: @node-llama-cpp/linux-x64 3.22.1 (llama.cpp 0.5.0, ggml-cpu-x64), koffi 2.9.0, Linux x64. Seen: gelu(1.0001) = gelu(1.0004) = 0.84130859375
# (exactly 0.8413003 and 0.8416252), gelu_erf 0.8414531 and 0.8417780 (exactly 0.8414530 and 0.8417780).
# Ends with 1 where this is no longer so. Needs node and npm; writes only into a temporary folder.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @node-llama-cpp/linux-x64@3.22.1 koffi@2.9.0 >/dev/null
cat > gelu.mjs <<'NODE'
import koffi from 'koffi';

const folder = `${process.cwd()}/node_modules/@node-llama-cpp/linux-x64/bins/linux-x64`;
const base = koffi.load(`${folder}/libggml-base.so`);
const cpu = koffi.load(`${folder}/libggml-cpu-x64.so`);
koffi.struct('InitParams', { size: 'size_t', buffer: 'void *', noAlloc: 'bool' });
const init = base.func('void *ggml_init(InitParams params)');
const vector = base.func('void *ggml_new_tensor_1d(void *context, int type, int64_t size)');
const dataOf = base.func('float *ggml_get_data_f32(void *tensor)');
const newGraph = base.func('void *ggml_new_graph(void *context)');
const expand = base.func('void ggml_build_forward_expand(void *graph, void *tensor)');
const compute = cpu.func('int ggml_graph_compute_with_ctx(void *context, void *graph, int threads)');
cpu.func('void ggml_cpu_init()')();
const context = init({ size: 2 ** 24, buffer: null, noAlloc: false });
const inputs = [1.0001, 1.0004];
const floats = koffi.array('float', inputs.length);
const of = (name) => {
  const x = vector(context, 0, inputs.length);
  koffi.encode(dataOf(x), floats, inputs);
  const y = base.func(`void *${name}(void *context, void *tensor)`)(context, x);
  const graph = newGraph(context);
  expand(graph, y);
  compute(context, graph, 1);
  return [...koffi.decode(dataOf(y), floats)];
};
const byTable = of('ggml_gelu');
const byErf = of('ggml_gelu_erf');
console.log('ggml_gelu    ', byTable);
console.log('ggml_gelu_erf', byErf);
const near = (found, expected) => Math.abs(found - expected) < 2e-6;
const same = byTable.every((one) => one === 0.84130859375) && near(byErf[0], 0.841453) && near(byErf[1], 0.841778);
console.log(same ? 'as described' : 'CHANGED');
process.exitCode = same ? 0 : 1;
NODE
node gelu.mjs
