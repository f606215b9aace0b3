"""A key has exactly one product on demand; the real SDK against HTTP on this machine."""

import json
from collections.abc import Mapping
from decimal import Decimal

import botocore.session
import pytest
from botocore.validate import validate_parameters

from slipway.stacks.cost.catalogue.catalogue import built_in
from slipway.stacks.cost.catalogue.price import PriceKey, Tier
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.refresh.answer import Failure, ProviderUnavailableError, Quote
from slipway.stacks.cost.refresh.aws import AwsPrices
from slipway.stacks.cost.refresh.price_list import PriceList
from tests.stacks.cost.refresh.answers import dimension, price_list, product
from tests.stacks.cost.refresh.price_server import Answer, PriceServer, serving


def key(service: str, sku: str) -> PriceKey:
    return PriceKey(provider="aws", service=service, sku=sku, region="eu-central-1")


EC2 = key("ec2", "m5.large")
S3 = key("s3", "standard first 50 TB")
MAIL = key("sns", "e-mail notification")


@pytest.fixture(autouse=True)
def _logged_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.delenv("AWS_PROFILE", raising=False)


def ask(one: PriceKey, *answers: Answer | str) -> tuple[Quote | Failure | None, PriceServer]:
    with serving(*answers) as server:
        return AwsPrices(PriceList(server.url)).ask(one), server


def quote(one: PriceKey, *answers: Answer | str) -> Quote:
    found, _ = ask(one, *answers)
    assert isinstance(found, Quote), found
    return found


def problem(one: PriceKey, *answers: Answer | str) -> str:
    found, _ = ask(one, *answers)
    assert isinstance(found, Failure), found
    return found.problem


def refused(code: str, status: int = 400) -> Answer:
    return Answer(body=json.dumps({"__type": code, "message": "no"}), status=status)


def test_the_price_is_that_of_the_product_and_the_question_names_it() -> None:
    found, server = ask(EC2, price_list([product(dimension("0.1150000000"))]))
    assert isinstance(found, Quote)
    assert found.unit is Unit.HOUR
    assert found.tiers == (Tier(start=Decimal(0), amount=Decimal("0.115")),)
    asked = json.loads(server.asked[0][1])
    assert asked["ServiceCode"] == "AmazonEC2"
    assert {one["Field"]: one["Value"] for one in asked["Filters"]} == {
        "regionCode": "eu-central-1",
        "instanceType": "m5.large",
        "operatingSystem": "Linux",
        "tenancy": "Shared",
        "capacitystatus": "Used",
        "preInstalledSw": "NA",
    }
    assert {one["Type"] for one in asked["Filters"]} == {"TERM_MATCH"}


@pytest.mark.parametrize(
    "usage", ["BoxUsage:m5.large", "EU-BoxUsage:m5.large", "eu-central-1-BoxUsage:m5.large"]
)
def test_the_region_before_a_usage_type_doesnt_matter(usage: str) -> None:
    assert quote(EC2, price_list([product(dimension("0.115"), usage=usage)]))


@pytest.mark.parametrize(
    "usage",
    [
        "EUC1-SpotUsage:m5.large",
        "EUC1-BoxUsage:m5.xlarge",
        "EUC1-UnusedBox:m5.large",
        "EUC1-HostBoxUsage:m5.large",
        "",
    ],
)
def test_other_usage_types_never_fit(usage: str) -> None:
    assert problem(EC2, price_list([product(dimension("0.115"), usage=usage)])) == "no product fits"


@pytest.mark.parametrize(
    ("one", "usage", "unit"),
    [
        (key("kms", "customer key"), "KMS-Keys", "Keys"),
        (key("kms", "customer key"), "eu-central-1-KMS-Keys", "Keys"),
        (key("rds-storage", "gp3 multi-AZ"), "RDS:Multi-AZ-GP3-Storage", "GB-Mo"),
        (key("rds-storage", "gp3 multi-AZ"), "EUC1-RDS:Multi-AZ-GP3-Storage", "GB-Mo"),
    ],
)
def test_only_a_region_is_taken_off_a_usage_type(one: PriceKey, usage: str, unit: str) -> None:
    sold = product(dimension("1", unit=unit), usage=usage, databaseEngine="Any")
    assert quote(one, price_list([sold])).tiers[0].amount == 1


def test_a_product_of_another_region_never_fits() -> None:
    elsewhere = product(dimension("0.096"), usage="BoxUsage:m5.large", regionCode="us-east-1")
    assert problem(EC2, price_list([elsewhere])) == "no product fits"


def test_a_product_without_a_price_beside_the_right_one_doesnt_matter() -> None:
    other = json.dumps({"product": {"attributes": {"usagetype": "EUC1-Other"}}})
    assert quote(EC2, price_list([other, product(dimension("0.115"))]))


def test_a_mirror_that_is_no_url_is_named() -> None:
    with pytest.raises(ProviderUnavailableError, match="SLIPWAY_AWS_PRICES_URL"):
        AwsPrices(PriceList("no-url")).ask(EC2)


def test_two_products_are_a_failure_that_names_both() -> None:
    both = [product(dimension("0.115"), sku=sku, operation="RunInstances") for sku in ("A1", "B2")]
    told = problem(EC2, price_list(both))
    assert told.startswith("2 products fit: ")
    assert "A1 (EUC1-BoxUsage:m5.large, RunInstances)" in told
    assert "B2" in told


def test_ranges_are_tiers() -> None:
    stored = product(
        dimension("0.0225", unit="GB-Mo", begin="512000"),
        dimension("0.0245", unit="GB-Mo", end="51200"),
        dimension("0.0235", unit="GB-Mo", begin="51200", end="512000"),
        usage="EUC1-TimedStorage-ByteHrs",
    )
    assert [(int(one.start), str(one.amount)) for one in quote(S3, price_list([stored])).tiers] == [
        (0, "0.0245"),
        (51200, "0.0235"),
        (512000, "0.0225"),
    ]


def test_a_free_allowance_is_left_out_and_the_unit_is_ours() -> None:
    mail = product(
        dimension("0", unit="Notifications", end="1000"),
        dimension("0.00002", unit="Notifications", begin="1000"),
        usage="EUC1-DeliveryAttempts-SMTP",
    )
    found = quote(MAIL, price_list([mail]))
    assert found.unit is Unit.REQUESTS_1K
    assert found.tiers == (Tier(start=Decimal(0), amount=Decimal("0.02")),)


def test_zero_is_never_a_price() -> None:
    assert "zero" in problem(EC2, price_list([product(dimension("0.0000000000"))]))


def test_another_unit_is_refused() -> None:
    assert "'Quantity'" in problem(EC2, price_list([product(dimension("1", unit="Quantity"))]))


def test_a_price_in_another_currency_is_refused() -> None:
    other = {"unit": "Hrs", "beginRange": "0", "pricePerUnit": {"CNY": "0.9"}}
    assert "USD" in problem(EC2, price_list([product(other)]))


def test_all_pages_are_read() -> None:
    other = product(dimension("1"), usage="EUC1-UnusedBox:m5.large")
    found, server = ask(EC2, price_list([other], "more"), price_list([product(dimension("0.115"))]))
    assert isinstance(found, Quote)
    assert json.loads(server.asked[1][1])["NextToken"] == "more"


def test_pages_without_end_end() -> None:
    assert "more than 40 pages" in problem(EC2, price_list([], "more"))


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"product": {"attributes": 1}}'])
def test_a_product_that_isnt_of_the_documented_shape_is_a_failure(text: str) -> None:
    assert problem(EC2, price_list([text]))


@pytest.mark.parametrize("code", ["UnrecognizedClientException", "AccessDeniedException"])
def test_a_refused_login_says_how_to_log_in(code: str) -> None:
    with pytest.raises(ProviderUnavailableError, match=rf"refused \({code}\).*pricing:GetProducts"):
        ask(EC2, refused(code))


def test_no_login_says_how_to_log_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    session = botocore.session.get_session()
    with pytest.raises(ProviderUnavailableError, match="no login"):
        AwsPrices(PriceList(client=Unsigned(session))).ask(EC2)


class Unsigned:
    """A client of a session of its own: boto3's default one may have found a login before."""

    def __init__(self, session: botocore.session.Session) -> None:
        self._client = session.create_client(
            "pricing", region_name="us-east-1", endpoint_url="http://127.0.0.1:9"
        )

    def get_products(self, **asked: object) -> Mapping[str, object]:
        found: Mapping[str, object] = self._client.get_products(**asked)
        return found


def test_a_refused_question_is_a_failure_of_the_key_alone() -> None:
    assert "InvalidParameterException" in problem(EC2, refused("InvalidParameterException"))


def test_every_question_fits_the_models_of_the_service() -> None:
    shape = (
        botocore.session.get_session()
        .get_service_model("pricing")
        .operation_model("GetProducts")
        .input_shape
    )
    recording = Recording()
    api = AwsPrices(PriceList(client=recording))
    asked = [one.key for one in built_in() if one.key.provider == "aws" and api.query(one.key)]
    for one in asked:
        api.ask(one)
    assert len(recording.asked) > 50
    for parameters in recording.asked:
        validate_parameters(parameters, shape)


class Recording:
    def __init__(self) -> None:
        self.asked: list[dict[str, object]] = []

    def get_products(self, **asked: object) -> Mapping[str, object]:
        self.asked.append(asked)
        return {"PriceList": []}
