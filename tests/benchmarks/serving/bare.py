"""The least that answers: a handler around onnxruntime without any of what makes a product.

Any ASGI server runs it, with the graph's path in ``GRAPH``. It checks, counts and logs nothing;
what it does per second is the limit for whoever does more on the same HTTP server.
"""

import os

import numpy as np
import onnxruntime
import orjson

OPTIONS = onnxruntime.SessionOptions()
OPTIONS.intra_op_num_threads = OPTIONS.inter_op_num_threads = 1
SESSION = onnxruntime.InferenceSession(
    os.environ["GRAPH"], OPTIONS, providers=["CPUExecutionProvider"]
)
TYPES = {"tensor(double)": "f8", "tensor(float)": "f4", "tensor(int64)": "i8", "tensor(bool)": "?"}
INPUTS = [(one.name, TYPES.get(one.type, "O")) for one in SESSION.get_inputs()]


def predict(body: bytes) -> bytes:
    """The answer to a `dataframe_split`."""
    split = orjson.loads(body)["dataframe_split"]
    if len(INPUTS) == 1:
        ((name, dtype),) = INPUTS
        feed = {name: np.array(split["data"], dtype)}
    else:
        columns = dict(zip(split["columns"], zip(*split["data"], strict=True), strict=True))
        feed = {name: np.array(columns[name], dtype).reshape(-1, 1) for name, dtype in INPUTS}
    return orjson.dumps({"predictions": SESSION.run(None, feed)[0].ravel().tolist()})


async def app(scope: dict, receive, send) -> None:  # type: ignore  # noqa: ANN001, PGH003 - least
    """Answers every path alike."""
    if scope["type"] != "http":
        return
    message = await receive()
    body = message["body"]
    while message.get("more_body"):
        message = await receive()
        body += message["body"]
    reply = predict(body) if body else b""
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(reply))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": reply})
