import pytest

from bootstrap.faults import Fault
from bootstrap.places import Places
from bootstrap.steps.plan import all_steps, chosen_steps


def names(places: Places) -> list[str]:
    return [step.name.partition(":")[0] for step in all_steps(places, "bare")]


def test_steps_come_in_the_order_in_which_they_need_each_other(places: Places) -> None:
    order = list(dict.fromkeys(names(places)))
    assert order == [
        *(
            "preflight",
            "venv",
            "config",
            "tools",
            "images",
            "pulumi-home",
            "stack",
            "platform",
            "sample",
        )
    ]


def test_a_group_is_all_of_its_steps(places: Places) -> None:
    steps = all_steps(places, "bare")
    assert len(chosen_steps(steps, "tools")) == names(places).count("tools")
    assert [step.name for step in chosen_steps(steps, "tools: kubectl")] == ["tools: kubectl"]
    assert [step.name for step in chosen_steps(steps, "venv")] == ["venv"]


@pytest.mark.parametrize("name", ["tool", "tools:", "kubectl", ""])
def test_another_name_is_refused(places: Places, name: str) -> None:
    with pytest.raises(Fault, match="expected one of preflight, venv, config, tools"):
        chosen_steps(all_steps(places, "bare"), name)
