#!/bin/sh
# ONNX Runtime and the ONNX standard's own reference give different images for Resize with coordinate_transformation_mode = align_corners, where
# size x scale is no whole number: the reference divides by (size x scale - 1), ONNX Runtime by (floor(size x scale) - 1).
# Versions: onnx 1.23.1, onnxruntime 1.30.0, numpy 2.4.6, CPU. Seen: reference 1, 3.1428573; ONNX Runtime 1, 4 (no warning, no error).
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

node = helper.make_node(
    "Resize", ["x", "", "scales"], ["y"], mode="linear", coordinate_transformation_mode="align_corners"
)
graph = helper.make_graph(
    [node],
    "resize",
    [
        helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 1, 1, 4]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [4]),
    ],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 1, 1, 2])],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
onnx.checker.check_model(model)
feeds = {
    "x": np.array([1, 2, 3, 4], dtype=np.float32).reshape(1, 1, 1, 4),
    "scales": np.array([1, 1, 1, 0.6], dtype=np.float32),
}
reference = ReferenceEvaluator(model).run(None, feeds)[0].reshape(-1)
session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
runtime = session.run(None, feeds)[0].reshape(-1)
print("onnx", onnx.__version__, "reference:", reference)
print("onnxruntime", onnxruntime.__version__, ":", runtime)
same = np.allclose(reference, [1, 3.1428573], atol=1e-5) and np.allclose(runtime, [1, 4], atol=1e-5)
print("as described" if same else "CHANGED")
sys.exit(0 if same else 1)
PYTHON
