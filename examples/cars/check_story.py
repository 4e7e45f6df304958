"""Computes the cars' story without Shiploop, straight in scikit-learn: what the demo's figures are held against.

    python check_story.py
"""

from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.preprocessing import OneHotEncoder, StandardScaler

NUMBERS = ["cylinders", "displacement", "horsepower", "weight", "acceleration"]
FOLDS = StratifiedKFold(n_splits=5, shuffle=True, random_state=9)
SEEDS = (0, 1, 2)


class Predictor:
    """The notebook's loose variables (median, encoder, scaler, model), fitted on some cars."""

    def __init__(self, cars, model):
        self.median = cars["horsepower"].median()
        self.onehot = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(cars[["brand"]])
        self.scaler = StandardScaler().fit(self.numbers(cars))
        self.model = model.fit(self.features(cars), cars["origin"])

    def numbers(self, cars):
        return cars[NUMBERS].fillna({"horsepower": self.median})

    def features(self, cars):
        return np.hstack([self.onehot.transform(cars[["brand"]]), self.scaler.transform(self.numbers(cars))])

    def right(self, cars):
        return int((self.model.predict(self.features(cars)) == cars["origin"]).sum())

    def right_out_of_fold(self, cars):
        predicted = cross_val_predict(self.model, self.features(cars), cars["origin"], cv=FOLDS)
        return int((predicted == cars["origin"]).sum())


def forest(seed):
    return RandomForestClassifier(n_estimators=200, random_state=seed)


def regression():
    return LogisticRegression(max_iter=1000)


def main():
    here = Path(__file__).parent
    cars = pd.read_csv(here / "cars.csv")
    old = cars[cars["year"] <= 1976]
    late, last = pd.read_csv(here / "live-1977-80.csv"), pd.read_csv(here / "live-1982.csv")
    labelled = pd.concat([old, late])

    def line(name, predictor, rebuilt):
        print(
            f"{name:20} out of fold {predictor.right_out_of_fold(old)}/{len(old)}"
            f"  1977-80 {predictor.right(late)}/{len(late)}"
            f"  1982 {predictor.right(last)}/{len(last)} = {predictor.right(last) / len(last):.3f}"
            f"  rebuilt, 1982 {rebuilt.right(last)}/{len(last)} = {rebuilt.right(last) / len(last):.3f}"
        )

    for seed in SEEDS:
        line(f"forest, seed {seed}", Predictor(old, forest(seed)), Predictor(labelled, forest(seed)))
    line("regression", Predictor(old, regression()), Predictor(labelled, regression()))


if __name__ == "__main__":
    main()
