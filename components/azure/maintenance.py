"""When a cluster may update itself: early on Sunday, for four hours, the least that AKS takes."""

from collections.abc import Mapping

import pulumi
from pulumi import Input, ResourceOptions
from pulumi_azure_native import containerservice as aks

WINDOWS: Mapping[str, str] = {
    "aksManagedAutoUpgradeSchedule": "01:00",
    "aksManagedNodeOSUpgradeSchedule": "05:00",
}
"""Start in UTC by the name that AKS reads: Kubernetes first, then the nodes' images."""


def maintenance_windows(
    name: str, *, cluster: Input[str], resource_group: Input[str], opts: ResourceOptions
) -> list[pulumi.Resource]:
    """One for Kubernetes' patches and one for the nodes' images."""
    return [
        aks.MaintenanceConfiguration(
            f"{name}-{window}",
            config_name=window,
            resource_name_=cluster,
            resource_group_name=resource_group,
            maintenance_window=aks.MaintenanceWindowArgs(
                duration_hours=4,
                start_time=start,
                utc_offset="+00:00",
                schedule=aks.ScheduleArgs(
                    weekly=aks.WeeklyScheduleArgs(day_of_week="Sunday", interval_weeks=1)
                ),
            ),
            opts=opts,
        )
        for window, start in WINDOWS.items()
    ]
