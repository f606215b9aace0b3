"""The outputs of a stack decide which product is asked for model versions."""

import pytest

from slipway.serving.release.registry.azureml_registry import AzureMlRegistry
from slipway.serving.release.registry.mlflow_registry import MlflowRegistry
from slipway.serving.release.registry.sagemaker_registry import SageMakerRegistry
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.engine.outputs import StackOutputs, read_outputs
from slipway.stacks.releases.model_registry import model_registry
from tests.support.example_stacks import ROOT

# MLflow and botocore warn of their own code.
pytestmark = pytest.mark.filterwarnings("ignore")


def _config(stack: str) -> StackConfig:
    return load(from_file(ROOT / f"Pulumi.{stack}.yaml"))


def _outputs(tracking: str, more: str = "") -> StackOutputs:
    return read_outputs("team", f'{{"urls": {{"tracking": "{tracking}"}}{more}}}')


def test_a_managed_stack_on_aws_asks_its_model_package_groups() -> None:
    outputs = _outputs("https://mlflow", ', "packageGroups": {"car-loan": "slipway-car-loan"}')
    registry = model_registry(_config("managed-aws"), outputs)
    assert isinstance(registry, SageMakerRegistry)
    assert registry.groups == {"car-loan": "slipway-car-loan"}


def test_a_managed_stack_on_azure_asks_its_workspace() -> None:
    outputs = _outputs("azureml://westeurope.api.azureml.ms/mlflow/v1.0/subscriptions/s")
    registry = model_registry(_config("managed-azure"), outputs)
    assert isinstance(registry, AzureMlRegistry)


@pytest.mark.parametrize("stack", ["open-source-azure", "cloud-native-aws"])
def test_every_other_stack_asks_its_mlflow(stack: str) -> None:
    registry = model_registry(_config(stack), _outputs("http://tracking:5000"))
    assert type(registry) is MlflowRegistry
