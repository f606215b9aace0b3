"""Who acts on the cloud-native platform's Azure services: identities and their roles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions

from slipway.components.access.matrix import Grant, Store, Workload, grants_of
from slipway.components.azure.custom_role import CustomRoles, CustomRolesArgs
from slipway.components.azure.database_roles import SUBJECT as DATABASE_ROLES_SUBJECT
from slipway.components.azure.place import AzurePlace
from slipway.components.azure.role import Assignment, assign
from slipway.components.azure.role_assignments import RoleAssignments, RoleAssignmentsArgs
from slipway.components.azure.store_roles import custom_specs, role_for
from slipway.components.azure.workload_identity import WorkloadIdentity, WorkloadIdentityArgs
from slipway.components.variants.cluster_workloads_args import SERVICE_ACCOUNTS


@dataclass(frozen=True, kw_only=True)
class AzureIdentitiesArgs:
    """What there is to act on, by id."""

    place: AzurePlace
    name: str
    """Beginning of every identity's name."""
    scope: str
    """What no other platform shares, as `naming.global_name` takes it."""
    issuer: Input[str]
    """Of the cluster's tokens."""
    containers: Mapping[Store, Input[str]]
    containers_group: str
    """Id of the resource group that the containers are in."""
    secrets: Mapping[str, Input[str]]
    """Of the tracking server, by name."""
    registry: Input[str]
    database: bool
    """Whether the database is the platform's own and needs an administrator."""
    release_principal: str | None
    """Object id of CI's identity; None: a person gives it its roles."""


class AzureIdentities(pulumi.ComponentResource):
    """One for each service account, with the roles that the identity matrix says and no others."""

    of: Mapping[Workload, WorkloadIdentity]
    """By workload; `DATABASE_ROLES` is among them where the database is the platform's own."""

    client_ids: Mapping[Workload, Output[str]]
    """What service accounts name; known only once all that the workload may do is granted, since
    a pod that starts earlier is refused."""

    def __init__(
        self, name: str, args: AzureIdentitiesArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:CloudNativeIdentities", name, {}, opts)
        self._args, self._child = args, ResourceOptions(parent=self)
        self._custom = CustomRoles(f"{name}-roles", self._custom_roles(), self._child)
        subjects = {one: account.subject for one, account in SERVICE_ACCOUNTS.items()}
        if args.database:
            subjects[Workload.DATABASE_ROLES] = DATABASE_ROLES_SUBJECT
        self.of = {
            one: WorkloadIdentity(one.value, self._identity(one, subject), self._child)
            for one, subject in subjects.items()
        }
        grants = {Workload.TRACKING: self._let_read_secrets()}
        self.client_ids = {
            one: _after(identity, grants.get(one, ())) for one, identity in self.of.items()
        }
        self._let_release()
        self.register_outputs({})

    def name_of(self, workload: Workload) -> str:
        """The name of a workload's identity, which is its user name in the database."""
        return f"{self._args.name}-{workload.value}"

    def _custom_roles(self) -> CustomRolesArgs:
        args = self._args
        return CustomRolesArgs(
            subscription=args.place.subscription,
            group=args.containers_group,
            label=args.name,
            scope=args.scope,
            specs=custom_specs(frozenset(args.containers)),
        )

    def _identity(self, workload: Workload, subject: str) -> WorkloadIdentityArgs:
        args = self._args
        return WorkloadIdentityArgs(
            place=args.place,
            name=self.name_of(workload),
            scope=args.scope,
            workload=workload,
            issuer=args.issuer,
            subject=subject,
            stores=args.containers,
            custom=self._custom,
        )

    def _let_read_secrets(self) -> list[pulumi.Resource]:
        """Each secret by itself: an adopted vault holds others' too."""
        args, tracking = self._args, self.of[Workload.TRACKING]
        grant = _grant(Workload.TRACKING, Store.TRACKING_SECRETS)
        built_in = role_for(grant.store, grant.actions).built_in
        if built_in is None:
            raise AssertionError(grant)  # the table of roles has one of Azure's own for it
        return [
            assign(
                f"tracking-{secret}",
                Assignment(
                    definition=built_in.definition(args.place.subscription),
                    principal=tracking.principal_id,
                    scope=scope,
                    seed=(args.scope, Workload.TRACKING.value, secret),
                    reason=grant.reason,
                ),
                self._child,
            )
            for secret, scope in args.secrets.items()
        ]

    def _let_release(self) -> None:
        args = self._args
        if args.release_principal is None:
            return
        RoleAssignments(
            "release",
            RoleAssignmentsArgs(
                subscription=args.place.subscription,
                scope=args.scope,
                workload=Workload.RELEASE,
                principal=args.release_principal,
                stores={**args.containers, Store.IMAGES: args.registry},
                custom=self._custom,
            ),
            self._child,
        )


def _after(identity: WorkloadIdentity, grants: Sequence[pulumi.Resource]) -> Output[str]:
    waited = [one.urn for one in (identity, *grants)]
    return Output.all(identity.client_id, *waited).apply(lambda values: str(values[0]))


def _grant(workload: Workload, store: Store) -> Grant:
    return next(one for one in grants_of(workload) if one.store is store)
