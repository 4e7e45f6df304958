"""Models that no estimator is, and other objects that are made of data: what they are made by, and what they may be asked."""

from subjects import LABELS, NUMBERS, ROWS, Subject, question

LINE = ("numpy.arange(24.) * 2 + 1", "x[:12] = x[:12] / 2")
CURVE = ("numpy.cos(numpy.arange(24.)) + 2", "y[:12] = 9.0")
TABLE = (
    "pandas.DataFrame({'k': ['u', 'v'] * 12, 'a': numpy.sin(numpy.arange(24.)), 'y': numpy.cos(numpy.arange(24.))})",
    "t.loc[:11, 'a'] = 9.0",
)
DATED = ("pandas.Series(numpy.cos(numpy.arange(24.)) + 2, index=pandas.date_range('2020-01-01', periods=24))", "y.iloc[:12] = 9.0")

#: Asked of what statsmodels fitted, where it has it.
RESULTS = tuple(
    "m.predict(Q) m.predict() m.forecast(3) m.get_prediction(Q).summary_frame() m.get_forecast(3).predicted_mean m.conf_int()"
    " m.cov_params() m.params m.resid m.fittedvalues m.pvalues m.bse m.rsquared m.llf m.aic m.model.endog m.model.exog".split()
)


def with_rows(path, kind, y, makes, asks):
    return Subject(path, (("X", *ROWS[kind]), ("y", *y), question(kind)), makes, asks)


def models(whole):
    """Name, subject."""
    for kind in ROWS if whole else ("array", "column"):
        yield from boosted(kind)
        for name, y in [
            *dict.fromkeys("OLS WLS GLS GLM RLM QuantReg".split(), NUMBERS).items(),
            *dict.fromkeys("Logit Poisson MNLogit".split(), LABELS).items(),
        ]:
            if kind != "sparse":
                makes = (f"k = statsmodels.api.{name}(y, X)", f"m = k.fit({'disp=0' if y is LABELS else ''})")
                yield f"statsmodels.api.{name}", with_rows(f"statsmodels.api.{name}", kind, y, makes, RESULTS)
    for name, text in (("ols", "y ~ a"), ("glm", "y ~ a"), ("ols", "y ~ a + C(k)"), ("rlm", "y ~ a")):
        makes = (f"k = statsmodels.formula.api.{name}('{text}', t)", "m = k.fit()")
        yield f"statsmodels.formula.{name}", Subject("statsmodels.formula.api", (("t", *TABLE), ("Q", TABLE[0], None)), makes, RESULTS)
    for path, arguments in (
        ("statsmodels.tsa.arima.model.ARIMA", "y, order=(1, 0, 0)"),
        ("statsmodels.tsa.statespace.sarimax.SARIMAX", "y, order=(1, 0, 0)"),
        ("statsmodels.tsa.holtwinters.ExponentialSmoothing", "y, trend='add'"),
        ("statsmodels.tsa.holtwinters.SimpleExpSmoothing", "y"),
        ("statsmodels.tsa.ar_model.AutoReg", "y, lags=2"),
    ):
        for y in (CURVE, DATED):
            makes = (f"k = {path}({arguments})", "m = k.fit()")
            yield path, Subject(path, (("y", *y),), makes, RESULTS)
    yield from made_of_data()


def boosted(kind):
    told = "{'verbose': -1, 'min_data_in_leaf': 1, 'objective': 'binary'}"
    for more in ("", ", free_raw_data=False"):
        makes = (f"k = lightgbm.Dataset(X, y{more})", f"m = lightgbm.train({told}, k, 3)")
        yield "lightgbm.Dataset", with_rows("lightgbm.Dataset", kind, LABELS, makes, ("m.predict(Q)",))
        makes = (f"m = lightgbm.Dataset(X, y{more})", "m.construct()")
        yield "lightgbm.Dataset", with_rows("lightgbm.Dataset", kind, LABELS, makes, ("m.get_label()", "m.get_data()", "m.num_data()"))
    for name in ("DMatrix", "QuantileDMatrix"):
        makes = (f"k = xgboost.{name}(X, label=y)", "m = xgboost.train({'objective': 'binary:logistic'}, k, 3)")
        yield f"xgboost.{name}", with_rows(f"xgboost.{name}", kind, LABELS, makes, ("m.predict(xgboost.DMatrix(Q))",))
        makes = (f"m = xgboost.{name}(X, label=y)",)
        yield f"xgboost.{name}", with_rows(f"xgboost.{name}", kind, LABELS, makes, ("m.get_label()", "m.get_data()"))


def made_of_data():
    line = (("x", *LINE), ("y", *CURVE), ("Q", "numpy.array([2.5, 7., 11.5])", None))
    for text in (
        "scipy.interpolate.interp1d(x, y)",
        "scipy.interpolate.interp1d(x, y, copy=False)",
        "scipy.interpolate.CubicSpline(x, y)",
        "scipy.interpolate.PchipInterpolator(x, y)",
        "scipy.interpolate.Akima1DInterpolator(x, y)",
        "scipy.interpolate.UnivariateSpline(x, y)",
        "scipy.interpolate.make_interp_spline(x, y)",
        "scipy.interpolate.BarycentricInterpolator(x, y)",
        "scipy.interpolate.KroghInterpolator(x[:4], y[:4])",
        "scipy.interpolate.RegularGridInterpolator((x,), y)",
        "scipy.stats.gaussian_kde(y)",
        "numpy.poly1d(y)",
        "numpy.polynomial.Polynomial(y)",
        "numpy.polynomial.Polynomial.fit(x, y, 2)",
        "numpy.polynomial.Chebyshev(y)",
    ):
        yield text.split("(")[0], Subject(text.split("(")[0], line, (f"m = {text}",), ("m(Q)", "m.c", "m.coef", "m.x", "m.y", "m.dataset"))
    for text, asks in (
        ("scipy.spatial.KDTree(X)", "m.query(Q) m.data m.query_ball_point(Q, 1.0)"),
        ("scipy.spatial.cKDTree(X)", "m.query(Q) m.data"),
        ("sklearn.neighbors.KDTree(X)", "m.query(Q)"),
        ("sklearn.neighbors.BallTree(X)", "m.query(Q)"),
        ("scipy.spatial.ConvexHull(X)", "m.points m.volume"),
        ("scipy.spatial.Delaunay(X)", "m.points m.find_simplex(Q)"),
        ("scipy.interpolate.NearestNDInterpolator(X, y)", "m(Q)"),
        ("scipy.interpolate.LinearNDInterpolator(X, y)", "m(Q)"),
        ("scipy.interpolate.RBFInterpolator(X, y)", "m(Q)"),
        ("scipy.interpolate.Rbf(X[:, 0], X[:, 1], y)", "m(Q[:, 0], Q[:, 1])"),
        ("scipy.stats.gaussian_kde(X.T)", "m(Q.T) m.resample(seed=0)"),
        ("scipy.stats.rv_histogram(numpy.histogram(y))", "m.pdf(Q)"),
        ("scipy.stats.multivariate_normal(X[0])", "m.pdf(Q)"),
        ("scipy.stats.norm(X[0], 1.0)", "m.cdf(Q)"),
    ):
        path = text.split("(")[0]
        yield (
            path,
            with_rows(
                path,
                "array",
                NUMBERS,
                (f"m = {text}",),
                tuple(asks.replace(",seed", ", seed").split()) if "seed" not in asks else ("m(Q.T)", "m.resample(3, seed=0)"),
            ),
        )
    table = (("t", *TABLE),)
    for text in (
        "t.groupby('k')",
        "t.groupby('k')['a']",
        "t.groupby(t['k'])",
        "t['a'].rolling(3)",
        "t['a'].expanding()",
        "t['a'].ewm(2)",
        "t[['a', 'y']].rolling(3)",
        "t.a.groupby(t.k)",
    ):
        yield "pandas.GroupBy", Subject("pandas.GroupBy", table, (f"m = {text}",), ("m.mean()", "m.sum()", "m.max()", "m.obj"))
