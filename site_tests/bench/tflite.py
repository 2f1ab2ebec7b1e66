"""A converted model as a TFLite file of float32 weights: `python -m site_tests.bench.tflite MODEL FILE`.

A program of its own, so that TensorFlow and its threads are gone before anything is timed.
"""

import sys
from pathlib import Path

import tensorflow as tf

from pytrain import contract, shipped
from pytrain.faces import IMAGE_SIZE

_PLAIN = {"_FusedConv2D": "Conv2D", "_FusedMatMul": "MatMul"}


def main(model: Path, file: Path) -> None:
    run = shipped.run_graph(unfused(shipped.graph(model)), model, contract.read(model))
    face = tf.TensorSpec((1, IMAGE_SIZE, IMAGE_SIZE, 1), tf.float32)
    logits = tf.function(lambda pixels: run(pixels)[0], input_signature=[face])
    converter = tf.lite.TFLiteConverter.from_concrete_functions([logits.get_concrete_function()])
    file.write_bytes(converter.convert())


def unfused(graph: tf.compat.v1.GraphDef) -> tf.compat.v1.GraphDef:
    """The same graph without the fused operations that tfjs has and TFLite's converter does not know; it fuses in its own way."""
    plain = tf.compat.v1.GraphDef(versions=graph.versions)
    for node in graph.node:
        if node.op not in _PLAIN:
            plain.node.append(node)
            continue
        *operands, bias = node.input
        last = f"{node.name}/plain"
        operation = plain.node.add(name=last, op=_PLAIN[node.op], input=operands)
        for key in ("T", "strides", "padding", "data_format", "dilations", "transpose_a", "transpose_b"):
            if key in node.attr:
                operation.attr[key].CopyFrom(node.attr[key])
        follow = [("BiasAdd", [bias]), *((name.decode(), []) for name in node.attr["fused_ops"].list.s[1:])]
        for position, (op, more) in enumerate(follow):
            name = node.name if position == len(follow) - 1 else f"{node.name}/{op}"
            added = plain.node.add(name=name, op=op, input=[last, *more])
            added.attr["T"].type = tf.float32.as_datatype_enum
            last = name
    return plain


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
