"""Sends a resource's own logs to the platform's log workspace."""

from collections.abc import Sequence

from pulumi import Input, ResourceOptions
from pulumi_azure_native import monitor


def send_logs(
    name: str,
    *,
    resource: Input[str],
    workspace: Input[str],
    categories: Sequence[str],
    opts: ResourceOptions,
) -> monitor.DiagnosticSetting:
    """Logs by category, and no metrics: Azure Monitor keeps platform metrics anyway, at no cost."""
    return monitor.DiagnosticSetting(
        name,
        name="slipway",
        resource_uri=resource,
        workspace_id=workspace,
        # One table per category can be searched and priced by itself.
        log_analytics_destination_type="Dedicated",
        logs=[
            monitor.DiagnosticsLogSettingsArgs(category=category, enabled=True)
            for category in categories
        ],
        opts=opts,
    )
