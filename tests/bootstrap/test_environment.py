import subprocess

from bootstrap.environment import exports, stack_environment, stack_variables, tools_environment
from bootstrap.places import Places


def test_our_tools_come_first_and_the_rest_of_the_environment_stays(places: Places) -> None:
    environment = stack_environment(places, {"PATH": "/usr/bin", "LANG": "C"})
    assert environment["PATH"] == f"{places.bin}:/usr/bin"
    assert environment["LANG"] == "C"
    assert environment["PULUMI_BACKEND_URL"] == f"file://{places.backend}"


def test_a_persons_own_passphrase_and_login_dont_win_over_ours(places: Places) -> None:
    own = {"PULUMI_CONFIG_PASSPHRASE": "mine", "PULUMI_ACCESS_TOKEN": "t", "PULUMI_STACK": "prod"}
    assert not own.keys() & stack_environment(places, {"PATH": "", **own}).keys()


def test_the_exports_make_the_same_environment_in_a_shell(places: Places) -> None:
    own = {"PATH": "/usr/bin:/bin", "PULUMI_CONFIG_PASSPHRASE": "mine"}
    script = "\n".join([*exports(places, own), "env"])
    done = subprocess.run(
        ["/bin/sh", "-c", script], env=own, capture_output=True, check=True, text=True
    )
    seen = dict(line.split("=", 1) for line in done.stdout.splitlines())
    assert stack_environment(places, own).items() <= seen.items()
    assert "PULUMI_CONFIG_PASSPHRASE" not in seen


def test_the_exports_tell_no_secret(places: Places) -> None:
    places.state.mkdir()
    places.passphrase.write_text("open sesame")
    assert "open sesame" not in "\n".join(exports(places, {"PULUMI_CONFIG_PASSPHRASE": "x9y"}))
    assert "x9y" not in "\n".join(exports(places, {"PULUMI_CONFIG_PASSPHRASE": "x9y"}))


def test_tests_get_the_tools_but_nothing_of_our_stack(places: Places) -> None:
    environment = tools_environment(places, {"PATH": "/usr/bin"})
    assert environment == {"PATH": f"{places.bin}:/usr/bin", "SLIPWAY_STATE": str(places.state)}
    assert not {name for name in environment if name.startswith("PULUMI_")}
    assert any(name.startswith("PULUMI_") for name in stack_variables(places))
