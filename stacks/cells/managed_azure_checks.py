"""What a target asks of Azure Machine Learning and can't get; found before anything is created."""

from collections.abc import Iterable, Iterator

from slipway.components.azure.machine_size import MachineSize
from slipway.stacks.config.faults import ConfigError, Fault
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.azure import AzureTarget

_TARGET = "platform.target"
_ML = f"{_TARGET}.machineLearning"


def require_possible(config: StackConfig, target: AzureTarget) -> None:
    """Does nothing for a target that Azure ML can give.

    Raises:
        ConfigError: It can't; the message lists everything that is wrong.
    """
    faults = [
        *_layers(config),
        *_adopted(target),
        *_machines(config, target),
        *_trials(config, target),
    ]
    if faults:
        raise ConfigError(f"Pulumi.{config.stack}.yaml", faults)


def _layers(config: StackConfig) -> Iterator[Fault]:
    if config.platform.layers != "all":
        yield Fault(
            path="platform.layers",
            value=config.platform.layers,
            rule="all: this variant has no cluster that its workloads would have to reach",
            remedy="Take layers and infrastructureStack out.",
        )


def _adopted(target: AzureTarget) -> Iterator[Fault]:
    workspace = target.adopt.workspace
    if workspace is None:
        return
    if not workspace.startswith(f"/subscriptions/{target.subscription}/"):
        yield Fault(
            path=f"{_TARGET}.adopt.workspace",
            value=workspace,
            rule=f"a workspace of the target's subscription, {target.subscription}",
            remedy="Name its subscription as the target's: endpoints are made in it.",
        )
    if target.adopt.vault is not None:
        yield Fault(
            path=f"{_TARGET}.adopt.vault",
            value=target.adopt.vault,
            rule="nothing beside an adopted workspace, which has a vault",
            remedy="Take one of the two out.",
        )


def _machines(config: StackConfig, target: AzureTarget) -> Iterator[Fault]:
    asked = target.machine_learning
    machines = {
        "endpointInstance": asked.endpoint_instance,
        # The API takes STANDARD_DS3_V2 as well, which the portal shows.
        "computeSize": asked.compute_size.replace("STANDARD_", "Standard_").replace("_V", "_v"),
        **{f"endpointInstances.{one}": size for one, size in asked.endpoint_instances.items()},
    }
    for path, machine in machines.items():
        size = MachineSize.parse(machine)
        if size is None or size.arm:
            yield Fault(
                path=f"{_ML}.{path}",
                value=machine,
                rule="an x86 machine type as Azure writes it, e.g. Standard_DS3_v2",
                remedy="Choose one of the list in Azure ML's documentation, managed online"
                " endpoints SKU list.",
            )
    yield from _unknown(config, "endpointInstances", asked.endpoint_instances)


def _trials(config: StackConfig, target: AzureTarget) -> Iterator[Fault]:
    trials = target.machine_learning.trials
    yield from _unknown(config, "trials", trials)
    for model, trial in trials.items():
        release = config.releases.get(model)
        if release is None and model in config.platform.models:
            yield Fault(
                path=f"{_ML}.trials.{model}",
                value=f"version {trial.version}",
                rule="a trial beside a released version, which answers the rest",
                remedy="Release the version instead: slipway model release.",
            )
        elif release is not None and release.image == trial.image:
            yield Fault(
                path=f"{_ML}.trials.{model}.image",
                value=trial.image,
                rule="another image than the released one",
                remedy="Take the trial out: its version serves already.",
            )


def _unknown(config: StackConfig, field: str, by_model: Iterable[str]) -> Iterator[Fault]:
    for model in by_model:
        if model not in config.platform.models:
            known = ", ".join(config.platform.models) or "none"
            yield Fault(
                path=f"{_ML}.{field}.{model}",
                value=model,
                rule=f"a model of the platform: {known}",
                remedy="Correct the name, or add the model.",
            )
