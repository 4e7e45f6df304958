"""Makes cars.csv and the two live files from cars.json of the npm package vega-datasets.

    npm pack vega-datasets@3.2.1 && tar xzf vega-datasets-3.2.1.tgz
    python make_data.py package/data/cars.json

Nothing is corrected on the way: "maxda", "toyouta", "chevroelt" and "vokswagen" stay, and so do empty cells.
"""

import csv
import json
import random
import sys
from pathlib import Path

HERE = Path(__file__).parent
COLUMNS = {
    "name": "Name",
    "brand": None,  # the first word of the name
    "mpg": "Miles_per_Gallon",
    "cylinders": "Cylinders",
    "displacement": "Displacement",
    "horsepower": "Horsepower",
    "weight": "Weight_in_lbs",
    "acceleration": "Acceleration",
    "year": "Year",
    "origin": "Origin",
}
# File order is not exchangeable (brands stand in blocks), so live rows arrive shuffled within their year.
SHUFFLE_SEED = 1976
LIVE = {"live-1977-80.csv": range(1977, 1981), "live-1982.csv": range(1982, 1983)}


def row(car):
    cells = {column: car[key] for column, key in COLUMNS.items() if key}
    return {**cells, "brand": car["Name"].split()[0], "year": int(car["Year"][:4])}


def write(name, rows):
    with open(HERE / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{name}: {len(rows)} cars")


def main(source):
    cars = [row(car) for car in json.loads(Path(source).read_text(encoding="utf-8"))]
    write("cars.csv", cars)
    shuffle = random.Random(SHUFFLE_SEED).sample
    for name, years in LIVE.items():
        of_year = [[car for car in cars if car["year"] == year] for year in years]
        write(name, [car for group in of_year for car in shuffle(group, len(group))])


if __name__ == "__main__":
    main(sys.argv[1])
