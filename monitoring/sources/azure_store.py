"""Objects under a prefix of a container of Azure Blob, through pyarrow's file system."""

import os
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pyarrow as pa

from slipway.monitoring.errors import WrongValueError
from slipway.monitoring.sources.store import Entry

if TYPE_CHECKING:
    from pyarrow.fs import FileSystem

_FORM = re.compile(
    r"abfss://(?P<container>[a-z0-9](?:-?[a-z0-9])+)@(?P<account>[a-z0-9]{3,24})"
    r"\.dfs\.(?P<cloud>core\.[a-z.]+)(?:/(?P<prefix>.*))?"
)


class AzureStore:
    """A blob without content counts as absent: that is one that somebody is still writing."""

    def __init__(self, *, url: str, root: str, files: "FileSystem") -> None:
        self._url = url.rstrip("/")
        self._root = root.rstrip("/")
        self._files = files

    @classmethod
    def at(cls, url: str, environment: Mapping[str, str] = os.environ) -> "AzureStore":
        """The store of ``abfss://container@account.dfs.core.windows.net/prefix``.

        Raises:
            WrongValueError: The URL isn't of that form.
        """
        found = _FORM.fullmatch(url)
        if found is None:
            raise WrongValueError(
                place="store",
                value=url,
                rule="abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/PREFIX",
                remedy="Copy it from the stack's outputs.",
            )
        root = f"{found['container']}/{(found['prefix'] or '').strip('/')}"
        files = _file_system(found["account"], found["cloud"], environment)
        return cls(url=url, root=root, files=files)

    @property
    def url(self) -> str:
        """Container, account and prefix."""
        return self._url

    def entries(self, prefix: str) -> Iterator[Entry]:
        """Blobs by name."""
        from pyarrow.fs import FileSelector, FileType  # noqa: PLC0415 -- see _file_system

        folder = f"{self._root}/{prefix}".rpartition("/")[0]
        selector = FileSelector(folder, recursive=True, allow_not_found=True)
        for info in sorted(self._files.get_file_info(selector), key=lambda each: each.path):
            name = info.path.removeprefix(f"{self._root}/")
            is_whole = info.type == FileType.File and info.size
            if is_whole and info.mtime is not None and name.startswith(prefix):
                yield Entry(name=name, modified=info.mtime)

    def open(self, name: str) -> pa.NativeFile:
        """A blob, whole in memory: log files hold seconds of traffic."""
        with self._files.open_input_file(f"{self._root}/{name}") as file:
            content = file.read()
        if not content:
            raise FileNotFoundError(f"{self._url}/{name}")
        return pa.BufferReader(content)

    def write(self, name: str, data: bytes, content_type: str) -> None:
        """Puts a blob; until it is whole, readers see none or an empty one."""
        path = f"{self._root}/{name}"
        with self._files.open_output_stream(path, metadata={"Content-Type": content_type}) as file:
            file.write(data)


def _file_system(account: str, cloud: str, environment: Mapping[str, str]) -> "FileSystem":
    """Entered by the identity of the workload; no key exists of the account."""
    from pyarrow.fs import AzureFileSystem  # noqa: PLC0415 -- runs on files don't load it

    # AKS' webhook leaves a file with a token, which the default credential finds by itself. Other
    # hosts only name the identity, and pyarrow has to be told which of theirs it is.
    named = environment.get("AZURE_CLIENT_ID")
    others = ("AZURE_FEDERATED_TOKEN_FILE", "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH")
    return AzureFileSystem(  # type: ignore[call-arg] # the stubs are older than client_id
        account,
        client_id=None if any(environment.get(name) for name in others) else named,
        blob_storage_authority=f".blob.{cloud}",
        dfs_storage_authority=f".dfs.{cloud}",
    )
