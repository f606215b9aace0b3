"""Run by the clients' Python, with Triton's client alone: requests from stdin, replies to stdout.

Nothing of the project is imported here, so no code of the server's can agree with itself.
"""

from __future__ import annotations

import json
import sys

import numpy as np
from tritonclient import http
from tritonclient.utils import InferenceServerException, triton_to_np_dtype


def main() -> None:
    """`{"url", "model", "calls": [{"inputs", "outputs", "id", "version"}]}`."""
    asked = json.load(sys.stdin)
    client = http.InferenceServerClient(asked["url"], concurrency=4)
    model = asked["model"]
    answer = {
        "live": client.is_server_live(),
        "ready": client.is_server_ready(),
        "model_ready": client.is_model_ready(model),
        "server": client.get_server_metadata(),
        "model": client.get_model_metadata(model),
        "calls": [_infer(client, model, call) for call in asked["calls"]],
        "together": _together(client, model, asked["calls"]),
    }
    client.close()
    json.dump(answer, sys.stdout)


def _infer(client, model, call):  # noqa: ANN001, ANN202 - the client is untyped
    try:
        return _values(client.infer(model, **_arguments(call)))
    except InferenceServerException as error:
        return {"status": error.status(), "error": error.message()}


def _together(client, model, calls):  # noqa: ANN001, ANN202 - as above
    """All calls that succeed, sent before the first reply is awaited."""
    good = [call for call in calls if not call.get("wrong")]
    waiting = [client.async_infer(model, **_arguments(call)) for call in good]
    return [_values(request.get_result()) for request in waiting]


def _arguments(call):  # noqa: ANN001, ANN202 - as above
    outputs = call.get("outputs")
    if outputs is not None:
        outputs = [http.InferRequestedOutput(name, binary_data=flag) for name, flag in outputs]
    return {
        "inputs": [_input(**given) for given in call["inputs"]],
        "outputs": outputs,
        "request_id": call["id"],
        "model_version": call.get("version", ""),
    }


def _input(name, datatype, data, binary):  # noqa: ANN001, ANN202 - as above
    kind = np.object_ if datatype == "BYTES" else triton_to_np_dtype(datatype)
    array = np.array(data, kind)
    tensor = http.InferInput(name, list(array.shape), datatype)
    return tensor.set_data_from_numpy(array, binary_data=binary)


def _values(result):  # noqa: ANN001, ANN202 - as above
    response = result.get_response()
    outputs = {}
    for output in response["outputs"]:
        array = result.as_numpy(output["name"])
        outputs[output["name"]] = {
            "dtype": str(array.dtype),
            "values": array.tolist(),
            "binary": "data" not in output,
        }
    return {"id": response["id"], "outputs": outputs}


if __name__ == "__main__":
    main()
