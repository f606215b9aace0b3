"""The running platform as the sample uses it."""

import logging
import os
from dataclasses import dataclass

from kubernetes import client

from examples.car_loan.columns import MODEL
from examples.car_loan.object_store import ObjectStore
from slipway.serving.release.registry.mlflow_registry import TrackingLogin, prepare_client
from slipway.stacks.cli.options import stack_file
from slipway.stacks.config.loader import load
from slipway.stacks.config.release import Release
from slipway.stacks.config.sources import from_file
from slipway.stacks.engine.outputs import StackOutputs
from slipway.stacks.engine.session import StackSession, open_session
from slipway.stacks.status.replicas import api_client

STACK = "local"


@dataclass(frozen=True, kw_only=True)
class RunningPlatform:
    """The stack's outputs and the clients made from them."""

    session: StackSession
    outputs: StackOutputs

    def use_tracking(self) -> None:
        """Points MLflow's client at the tracking server, with its login."""
        login = self.outputs.tracking_login
        assert login is not None, "the open-source variant always has a login"
        prepare_client(TrackingLogin(username=login.name, password=login.secret))
        os.environ["MLFLOW_TRACKING_URI"] = self.outputs.url("tracking")
        os.environ["MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT"] = "true"
        # The sample says what it does in its own words.
        logging.getLogger("mlflow").setLevel(logging.ERROR)

    def object_store(self) -> ObjectStore:
        """The object store with the operator's keys."""
        keys = self.outputs.object_store_keys
        assert keys is not None, "the open-source variant always has keys"
        return ObjectStore(
            url=self.outputs.url("objectStore"),
            access_key_id=keys.name,
            secret_access_key=keys.secret,
        )

    def cluster(self) -> client.ApiClient:
        """A client for the cluster."""
        return api_client(self.outputs.kubeconfig or "")

    def release(self) -> Release | None:
        """The sample's release in the stack file, if there is one."""
        return load(from_file(self.session.config_file)).releases.get(MODEL)

    def namespace(self) -> str:
        """Where the model and its drift job live."""
        namespace = self.outputs.models[MODEL].namespace
        assert namespace is not None, "a released model has a namespace"
        return namespace

    def digest(self) -> str:
        """The digest of the released image."""
        return (self.outputs.models[MODEL].image or "").partition("@")[2]

    def model_url(self) -> str:
        """Where the released model answers."""
        url = self.outputs.models[MODEL].url
        assert url is not None, "a released model has an address"
        return url


def running_platform() -> RunningPlatform:
    """The platform of the stack `local` as it is now."""
    session = open_session(STACK, stack_file(STACK), echo=print)
    return RunningPlatform(session=session, outputs=session.outputs())
