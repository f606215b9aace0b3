"""The buckets of the open-source platform, and the least that each account needs of them."""

from slipway.components.kubernetes.buckets import Grant
from slipway.components.variants.open_source_secrets import BACKUP, DRIFT, MODELS, TRACKING

GRANTS = {
    "mlflow": [Grant(account=TRACKING, access=["read", "write", "delete"])],
    "request-log": [
        Grant(account=MODELS, access=["write"]),
        Grant(account=DRIFT, access=["read"]),
    ],
    "labels": [Grant(account=DRIFT, access=["read"])],
    "monitoring": [Grant(account=DRIFT, access=["read", "write"])],
    "backups": [Grant(account=BACKUP, access=["read", "write", "delete"])],
}
