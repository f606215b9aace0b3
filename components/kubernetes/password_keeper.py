"""The container beside PostgreSQL that applies rotated passwords to the running server."""

from pulumi import Input
from pulumi_kubernetes.core.v1 import ContainerArgs, VolumeArgs

from slipway.components.kubernetes import password_files
from slipway.components.kubernetes import volumes as kinds
from slipway.components.kubernetes.pod import Mount, container, variables
from slipway.components.kubernetes.probes import command_probes
from slipway.components.kubernetes.secret_reference import SecretReference
from slipway.components.kubernetes.size import Size

PASSWORDS = Mount(volume="passwords", path="/etc/database-passwords")
SOCKET = Mount(volume="socket", path="/run/socket", read_only=False)
"""Who sees this folder beside the server is let in as the superuser: the keeper alone."""
OBSERVER = Mount(volume="observer", path="/run/observer", read_only=False)
PASSFILE = f"{OBSERVER.path}/passfile"
"""The observer's password in libpq's format, which the metrics' driver reads per connection."""
SCRIPTS = ("keep_passwords.sh", "passwords.sh")


def keeper(
    image: Input[str], owner: str, scripts: Mount, overlap_seconds: int | None
) -> ContainerArgs:
    """Waits for new files and sets the passwords; None means an overlap of two minutes.

    A kubelet shows a changed Secret to its pods within 90 seconds, on each node at another time.
    """
    return container(
        "passwords",
        image=image,
        size=Size(cpu="10m", memory="32Mi", cpu_limit="250m"),
        command=["sh", f"{scripts.path}/keep_passwords.sh"],
        env=variables(
            {
                **environment(owner),
                "OVERLAP": str(120 if overlap_seconds is None else overlap_seconds),
                "PGHOST": "127.0.0.1",
                "SOCKET": SOCKET.path,
            }
        ),
        mounts=[scripts, PASSWORDS, SOCKET, OBSERVER],
        # Each round of its loop marks this file; a round takes seconds.
        probes=command_probes(
            ["sh", "-c", 'test -n "$(find /tmp/keep/alive -mmin -3)"'], startup_seconds=60
        ),
    )


def environment(owner: str) -> dict[str, Input[str]]:
    """Where the scripts find passwords; none of them is ever in an environment."""
    return {"PASSWORDS": PASSWORDS.path, "OWNER": owner, "OBSERVER_PASSFILE": PASSFILE}


def volumes(
    *, superuser: SecretReference, owner: SecretReference, observer: SecretReference
) -> list[VolumeArgs]:
    """The passwords under the names that the scripts know, and two folders for what they make."""
    passwords = {"superuser": superuser, "owner": owner, "observer": observer}
    return [
        password_files.volume(PASSWORDS.volume, passwords),
        kinds.empty(SOCKET.volume, "1Mi"),
        kinds.empty(OBSERVER.volume, "1Mi"),
    ]
