"""Bare boosters, as `lgb.train` and `xgb.train` give them, as estimators: numbers for yes and no become labels.

The notebook decides between yes and no itself, `(bst.predict(X) > 0.5).astype(int)`: where it decides otherwise than
at one half, its predictions differ from these, and the check of the predict path says so.
"""
import json

import numpy as np

from model_graph import Refusal
from model_lightgbm import objective_of


def as_estimator(model, rounds):
    """`rounds`: with which the notebook lets a booster of XGBoost predict; None, or (first, behind the last)."""
    kind = f"{type(model).__module__.split('.')[0]}.{type(model).__name__}"
    if kind == "lightgbm.Booster":
        return LightGBM(model)
    return XGBoost(model, rounds) if kind == "xgboost.Booster" else model


class Labelled:
    def predict(self, features):
        values = self.values(features)
        if not hasattr(self, "classes_"):
            return values
        return self.classes_[values.argmax(axis=1) if values.ndim > 1 else (values > 0.5).astype(int)]

    def predict_proba(self, features):
        values = self.values(features)
        return values if values.ndim > 1 else np.column_stack([1 - values, values])


class LightGBM(Labelled):
    library = "lightgbm"

    def __init__(self, booster):
        self.booster_ = booster
        objective, *options = objective_of(booster)
        if objective == "binary":
            self.classes_ = np.arange(2)
        elif objective.startswith("multiclass"):
            self.classes_ = np.arange(next(int(each[10:]) for each in options if each.startswith("num_class:")))

    def values(self, features):
        return self.booster_.predict(features)


class XGBoost(Labelled):
    library, objective, missing = "xgboost", None, np.nan

    def __init__(self, booster, rounds):
        first, end = rounds or (0, 0)
        if first != 0:
            raise Refusal("Booster", f"it predicts with the rounds from {first} on", "Predict with the first rounds.")
        self.booster, self.rounds = booster, (first, end)
        if end:
            self.best_iteration = end - 1
        learner = json.loads(booster.save_config())["learner"]
        objective = learner["objective"]["name"]
        if objective == "binary:logistic":
            self.classes_ = np.arange(2)
        elif objective == "multi:softprob":
            self.classes_ = np.arange(int(learner["learner_model_param"]["num_class"]))
        elif objective not in PLAIN:
            way_out = "Use binary:logistic, multi:softprob or reg:squarederror."
            raise Refusal("Booster", f"its objective is {objective}", way_out)

    def get_booster(self):
        return self.booster

    def values(self, features):
        from xgboost import DMatrix

        categories = "c" in (self.booster.feature_types or [])
        return self.booster.predict(DMatrix(features, enable_categorical=categories), iteration_range=self.rounds)


PLAIN = """reg:squarederror reg:squaredlogerror reg:absoluteerror reg:pseudohubererror reg:quantileerror reg:logistic
count:poisson reg:gamma reg:tweedie""".split()
