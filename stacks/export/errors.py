"""Why a plan can't be exported."""


class ExportError(Exception):
    """The plan has something that the format can't say."""


class UnlistedTypeError(ExportError):
    """A resource type without an entry in the format's table."""

    def __init__(self, kind: str, table: str) -> None:
        super().__init__(
            f"{kind}: got no entry in {table}; expected one for every planned type. "
            "Add it, with the name that the cloud gives it."
        )


class UnlistedBlockError(ExportError):
    """A list of blocks whose Terraform name doesn't follow from its own."""

    def __init__(self, kind: str, name: str, table: str) -> None:
        super().__init__(
            f"{kind}: got a list of blocks {name}; expected its Terraform name in {table}. "
            "Add it there: Terraform names blocks in singular or plural."
        )


class NothingToExportError(ExportError):
    """The format is another cloud's."""

    def __init__(self, stack: str, target: str, wanted: str) -> None:
        super().__init__(
            f"{stack}: got target {target}; expected {wanted}. "
            "Terraform is the format of aws, arm that of azure."
        )
