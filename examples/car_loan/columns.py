"""The sample's columns and its data files."""

from pathlib import Path

MODEL = "car-loan"
TARGET = "repaid"
NUMERIC = ("car_value", "debt_to_income_ratio", "loan_length", "driver_tenure")
CATEGORICAL = ("salary_range", "repaid_loan_on_prev_car", "size_of_downpayment")
FEATURES = (*NUMERIC, *CATEGORICAL)

DATA = Path(__file__).with_name("data")
REFERENCE = DATA / "reference.parquet"
ANALYSIS = DATA / "analysis.parquet"

FIRST_DRIFTED_ROW = 25_000
"""The analysis rows drift from this row on; see the data's README."""
DRIFTED = ("car_value", "salary_range", "loan_length", "repaid_loan_on_prev_car")
"""The features that drift; the model's own score may follow."""
