"""The models of the managed platform on Azure: each watched, and served once it is released."""

from pulumi import Output

from slipway.components.azure.autoscale_rules import AutoscaleRules, AutoscaleRulesArgs
from slipway.components.azure.container_environment import (
    ContainerEnvironment,
    ContainerEnvironmentArgs,
)
from slipway.components.azure.drift_alerts import DriftAlerts, DriftAlertsArgs
from slipway.components.azure.drift_schedule import DriftSchedule, DriftScheduleArgs
from slipway.components.azure.endpoint_alerts import EndpointAlerts, EndpointAlertsArgs
from slipway.components.azure.endpoint_traffic import WHOLE
from slipway.components.azure.online_endpoint import OnlineEndpoint, OnlineEndpointArgs, ReleaseAt
from slipway.components.variants.managed_azure_args import ManagedAzurePlatformArgs
from slipway.components.variants.managed_azure_surroundings import MlSurroundings
from slipway.components.variants.model_spec import ModelRelease, ModelSpec
from slipway.components.variants.platform import ServedModel


def prepare(around: MlSurroundings, model: ModelSpec) -> Output[str]:
    """What a model has before its first release: environments' name, and a schedule that rests.

    Returns the name, for the versions that releases register.
    """
    environment = ContainerEnvironment(
        f"{model.name}-environment",
        ContainerEnvironmentArgs(
            workspace=around.workspace,
            environment=model.name,
            description=f"Released images of {model.name}",
        ),
        around.opts,
    )
    DriftSchedule(
        f"{model.name}-drift",
        DriftScheduleArgs(
            place=around.args.place,
            workspace=around.workspace,
            model=model.name,
            version=None if model.release is None else model.release.version,
            cron=model.drift_schedule,
            environment=around.monitoring,
            compute=around.compute,
            client_id=around.jobs_client_id,
            stores=around.stores,
            insights=around.insights,
        ),
        around.opts,
    )
    return environment.name


def serve(
    around: MlSurroundings, model: ModelSpec, release: ModelRelease, environment: Output[str]
) -> ServedModel:
    """An endpoint with what scales it, and with what tells when it fails."""
    endpoint = OnlineEndpoint(
        model.name, _endpoint(around, model, release, environment), around.opts
    )
    for deployment in endpoint.deployments:
        AutoscaleRules(
            f"{model.name}-{deployment.name}-scaling",
            _scaling(around, model, deployment.name, deployment.id),
            around.opts,
        )
    EndpointAlerts(f"{model.name}-alerts", _alerts(around, model, endpoint), around.opts)
    if around.insights is not None:
        DriftAlerts(
            f"{model.name}-verdicts",
            DriftAlertsArgs(
                place=around.args.place,
                model=model.name,
                max_age_seconds=model.drift_max_age_seconds,
                logs=around.args.logs,
                actions=around.actions,
            ),
            around.opts,
        )
    return ServedModel(
        url=endpoint.url,
        namespace=None,
        version=release.version,
        image=release.image,
        min_replicas=model.min_replicas,
        max_replicas=model.max_replicas,
    )


def _endpoint(
    around: MlSurroundings, model: ModelSpec, release: ModelRelease, environment: Output[str]
) -> OnlineEndpointArgs:
    args = around.args
    return OnlineEndpointArgs(
        place=args.place,
        workspace=around.workspace,
        endpoint=args.names.endpoint(model.name),
        model=model.name,
        environment=environment,
        releases=_releases(args, model, release),
        identity=around.endpoint_identity,
        public=args.access is None,
        instance_type=args.wishes.instance_of(model.name),
        # The traffic moves at once, whatever the old release has been scaled out to.
        instances=model.max_replicas if args.profile.production else model.min_replicas,
        target_in_flight=model.target_in_flight,
        capture=around.capture,
        logs=args.logs,
    )


def _releases(
    args: ManagedAzurePlatformArgs, model: ModelSpec, release: ModelRelease
) -> list[ReleaseAt]:
    trial = args.wishes.trials.get(model.name)
    if trial is None:
        return [ReleaseAt(version=release.version, image=release.image, percent=WHOLE)]
    rest = WHOLE - trial.percent
    return [
        ReleaseAt(version=release.version, image=release.image, percent=rest),
        ReleaseAt(version=trial.version, image=trial.image, percent=trial.percent),
    ]


def _scaling(
    around: MlSurroundings, model: ModelSpec, deployment: str, identifier: Output[str]
) -> AutoscaleRulesArgs:
    return AutoscaleRulesArgs(
        place=around.args.place,
        setting=f"{around.args.names.endpoint(model.name)}-{deployment}",
        region=around.workspace.region,
        resource_group=around.args.place.resource_group,
        deployment=identifier,
        minimum=model.min_replicas,
        maximum=model.max_replicas,
        target_cpu_percent=model.target_cpu_percent,
        latency_target_seconds=model.latency_target_seconds,
        scale_down_window_seconds=model.scale_down_window_seconds,
    )


def _alerts(
    around: MlSurroundings, model: ModelSpec, endpoint: OnlineEndpoint
) -> EndpointAlertsArgs:
    args = around.args
    return EndpointAlertsArgs(
        place=args.place,
        model=model.name,
        endpoint=args.names.endpoint(model.name),
        endpoint_id=endpoint.id,
        deployments=[(one.name, one.id) for one in endpoint.deployments],
        minimum=model.min_replicas,
        maximum=model.max_replicas,
        latency_target_seconds=model.latency_target_seconds,
        logs=args.logs,
        actions=around.actions,
    )
