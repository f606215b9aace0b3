"""One local cluster, as the test describes it."""

import json
import os

import pulumi

from slipway.components.local.cluster import LocalCluster, LocalClusterArgs

given = json.loads(os.environ["CLUSTER"])
cluster = LocalCluster("local", LocalClusterArgs(**given))
pulumi.export("kubeconfig", cluster.kubeconfig)
pulumi.export("driver", cluster.driver)
