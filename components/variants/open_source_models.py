"""Where the models of the open-source platform find their images, stores and keys."""

from collections.abc import Mapping

from pulumi import Input, Output

from slipway.components.kubernetes.backends import StoreAccess, StoreLogin
from slipway.components.kubernetes.drift_monitor import DriftStores
from slipway.components.kubernetes.object_store import PORT as OBJECT_STORE_PORT
from slipway.components.kubernetes.secret_store import SecretStore
from slipway.components.variants.served_models import ModelSurroundings


def open_source_surroundings(
    *,
    namespace: Output[str],
    image: Input[str],
    secrets: SecretStore,
    endpoint: Output[str],
    pushgateway: Output[str],
    host: Input[str] | None,
    node_labels: Mapping[str, Input[str]] | None,
) -> ModelSurroundings:
    """The store in the cluster, opened by an account each for services and for drift jobs."""
    return ModelSurroundings(
        namespace=namespace,
        monitoring_image=image,
        request_log=StoreAccess(
            url="s3://request-log",
            endpoint=endpoint,
            credentials=secrets.environment("models-account"),
            port=OBJECT_STORE_PORT,
        ),
        drift_stores=DriftStores(
            request_log="s3://request-log",
            labels="s3://labels",
            monitoring="s3://monitoring",
            login=StoreLogin(
                endpoint=endpoint,
                credentials=secrets.environment("drift-account"),
                port=OBJECT_STORE_PORT,
            ),
        ),
        pushgateway=pushgateway,
        host=host,
        node_labels=node_labels,
    )
