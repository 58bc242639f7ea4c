#!/bin/sh
# The fourth output of ONNX Attention (operator set 23), qk_matmul_output_mode 0, is the raw product of queries and keys by the text of the standard. The standard's own reference gives it
# behind the soft cap where there is one, the same as mode 1; ONNX Runtime gives it raw. Whoever checks an implementation against the reference there takes
# the wrong side. And a mask whose last dimension is shorter than the cache, which the standard allows (it is filled up with minus infinity), ends in ONNX Runtime with an error.
# Versions: onnx 1.23.1, onnxruntime 1.30.0, numpy 2.4.6, CPU. Seen: scores 4 -8, soft cap 2: reference 1.9280552 -1.9986587, ONNX Runtime 4 -8.
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

onnxruntime.set_default_logger_severity(4)
QUERY = np.array([2, 0], dtype=np.float32).reshape(1, 1, 1, 2)
KEYS = np.array([[2, 1], [-4, 1]], dtype=np.float32).reshape(1, 1, 2, 2)


def models(attributes, mask):
    inputs = {"q": QUERY, "k": KEYS, "v": KEYS, **mask}
    kinds = {"float32": TensorProto.FLOAT, "bool": TensorProto.BOOL}
    node = helper.make_node("Attention", list(inputs), ["y", "", "", "scores"], scale=1.0, **attributes)
    graph = helper.make_graph(
        [node],
        "attention",
        [helper.make_tensor_value_info(n, kinds[a.dtype.name], a.shape) for n, a in inputs.items()],
        [onnx.ValueInfoProto(name=name) for name in ("y", "scores")],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 23)], ir_version=10), inputs


def both(attributes, mask):
    model, feeds = models(attributes, mask)
    reference = ReferenceEvaluator(model).run(None, feeds)
    try:
        session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        runtime = session.run(None, feeds)
    except Exception as error:
        return reference, str(error).splitlines()[0][:120]
    return reference, runtime


scores = {mode: both({"softcap": 2.0, "qk_matmul_output_mode": mode}, {}) for mode in (0, 1)}
for mode, (reference, runtime) in scores.items():
    print("mode", mode, "reference", reference[1].ravel(), "ONNX Runtime", runtime[1].ravel())
short = both({}, {"mask": np.array([[True]])})
print("short mask: reference", short[0][0].ravel(), "ONNX Runtime:", short[1])
capped = 2 * np.tanh(np.array([4, -8]) / 2)
same = (
    np.allclose(scores[0][0][1].ravel(), capped, atol=1e-5)
    and np.allclose(scores[0][1][1].ravel(), [4, -8])
    and all(np.allclose(scores[1][side][1].ravel(), capped, atol=1e-5) for side in (0, 1))
    and np.allclose(short[0][0].ravel(), [2, 1])
    and isinstance(short[1], str)
)
print("as described" if same else "CHANGED")
sys.exit(0 if same else 1)
PYTHON
