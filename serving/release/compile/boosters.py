"""XGBoost and LightGBM, as far as a model brings them."""

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from skl2onnx import update_registered_converter
from skl2onnx.common import shape_calculator
from sklearn.pipeline import Pipeline

if TYPE_CHECKING:
    from sklearn.base import BaseEstimator


@dataclass(frozen=True, kw_only=True)
class _Booster:
    """An estimator of another library, and who converts it."""

    alias: str
    module: str
    function: str
    classifier: bool


_BOOSTERS = {
    "XGBClassifier": _Booster(
        alias="XGBoostXGBClassifier",
        module="onnxmltools.convert.xgboost.operator_converters.XGBoost",
        function="convert_xgboost",
        classifier=True,
    ),
    "XGBRegressor": _Booster(
        alias="XGBoostXGBRegressor",
        module="onnxmltools.convert.xgboost.operator_converters.XGBoost",
        function="convert_xgboost",
        classifier=False,
    ),
    "LGBMClassifier": _Booster(
        alias="LightGbmLGBMClassifier",
        module="onnxmltools.convert.lightgbm.operator_converters.LightGbm",
        function="convert_lightgbm",
        classifier=True,
    ),
    "LGBMRegressor": _Booster(
        alias="LightGbmLGBMRegressor",
        module="onnxmltools.convert.lightgbm.operator_converters.LightGbm",
        function="convert_lightgbm",
        classifier=False,
    ),
}


def prepare_booster(estimator: "BaseEstimator") -> None:
    """Teaches the converter the model's last step, if it is one of these."""
    last = estimator.steps[-1][1] if isinstance(estimator, Pipeline) else estimator
    booster = _BOOSTERS.get(type(last).__name__)
    if booster is None or type(last).__module__.split(".")[0] not in {"xgboost", "lightgbm"}:
        return
    if type(last).__module__.startswith("xgboost"):
        # The converter wants names of its own for columns; their order is all that matters.
        last.get_booster().feature_names = None
    convert: Any = getattr(importlib.import_module(booster.module), booster.function)
    if booster.classifier:
        update_registered_converter(
            type(last),
            booster.alias,
            shape_calculator.calculate_linear_classifier_output_shapes,
            convert,
            options={"nocl": [True, False], "zipmap": [True, False, "columns"]},
        )
    else:
        update_registered_converter(
            type(last),
            booster.alias,
            shape_calculator.calculate_linear_regressor_output_shapes,
            convert,
            options={"split": None},
        )
