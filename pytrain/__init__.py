"""Train, evaluate and convert the facial-expression classifier behind the Mood Mirror page."""

import os

# oneDNN is off by default on some CPUs and gives 1.3-2.2x there; it must be set before TensorFlow is first imported.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
