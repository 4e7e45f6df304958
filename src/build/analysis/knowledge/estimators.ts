import type { Constant } from '../domain.ts'

/** Classes with `fit`: which are, and which draw from numpy's global stream unless they are given a seed. */

const LIBRARIES = /^(?:sklearn|xgboost|lightgbm|catboost|imblearn|category_encoders|mlxtend|feature_engine)\./

/** Whether a full name is one of a class, or of a function such as `make_pipeline`, that makes an estimator. */
export function isEstimatorClass(path: string): boolean {
  const name = path.split('.').at(-1)!
  return (
    LIBRARIES.test(path) &&
    /^(?:[A-Z]|make_(?:pipeline|union|column_transformer|column_selector)$)/.test(name) &&
    !/^(?:DMatrix|Dataset|Pool|Booster|Bunch|\w+Display)$/.test(name)
  )
}

/** Whether an estimator fits copies of the estimators that it is given; pipelines fit those themselves. */
export function clonesWhatItHolds(path: string): boolean {
  return path.startsWith('sklearn.') && !/\.(?:Pipeline|FeatureUnion|make_pipeline|make_union)$/.test(path)
}

/** Whether a fitted estimator refers to the very arrays that it was fitted to, without copying them. */
export function keepsItsRows(path: string): boolean {
  return /\.(?:KNeighbors\w+|RadiusNeighbors\w+|NearestNeighbors|KNNImputer|LocalOutlierFactor|Kernel(?:Ridge|PCA|Density)|GaussianProcess\w+|Label(?:Spreading|Propagation)|Isomap|DBSCAN|OPTICS)$/.test(
    path,
  )
}

const DETERMINISTIC = new Set(
  `LinearRegression Ridge RidgeCV RidgeClassifier RidgeClassifierCV Lasso LassoCV LassoLars ElasticNet ElasticNetCV
   Lars BayesianRidge ARDRegression HuberRegressor QuantileRegressor TweedieRegressor PoissonRegressor GammaRegressor
   LogisticRegression LogisticRegressionCV SVC SVR NuSVC NuSVR OneClassSVM KNeighborsClassifier KNeighborsRegressor
   RadiusNeighborsClassifier RadiusNeighborsRegressor NearestNeighbors NearestCentroid GaussianNB MultinomialNB
   BernoulliNB ComplementNB CategoricalNB LinearDiscriminantAnalysis QuadraticDiscriminantAnalysis DummyRegressor
   GaussianProcessRegressor GaussianProcessClassifier KernelRidge PLSRegression IsotonicRegression
   StandardScaler MinMaxScaler MaxAbsScaler RobustScaler Normalizer Binarizer PowerTransformer PolynomialFeatures
   SplineTransformer FunctionTransformer LabelEncoder LabelBinarizer MultiLabelBinarizer OneHotEncoder OrdinalEncoder
   TargetEncoder SimpleImputer KNNImputer MissingIndicator CountVectorizer TfidfVectorizer TfidfTransformer
   HashingVectorizer DictVectorizer FeatureHasher VarianceThreshold SelectKBest SelectPercentile SelectFpr SelectFromModel
   RFE RFECV SequentialFeatureSelector GenericUnivariateSelect Pipeline FeatureUnion ColumnTransformer make_pipeline make_union make_column_transformer make_column_selector
   TransformedTargetRegressor VotingClassifier VotingRegressor StackingClassifier StackingRegressor MultiOutputClassifier
   MultiOutputRegressor OneVsRestClassifier OneVsOneClassifier CalibratedClassifierCV GridSearchCV HalvingGridSearchCV
   GroupKFold LeaveOneOut LeavePOut LeaveOneGroupOut TimeSeriesSplit PredefinedSplit ParameterGrid
   AgglomerativeClustering DBSCAN OPTICS MeanShift KernelDensity HDBSCAN AffinityPropagation`.split(/\s+/),
)

/**
 * @param keyword tells whether a keyword is given and its constant, if that is known
 */
export function drawsWhenFitted(
  path: string,
  keyword: (name: string) => { readonly constant?: Constant } | undefined,
): boolean {
  const name = path.split('.').at(-1)!
  if (!path.startsWith('sklearn.') && !path.startsWith('imblearn.')) return false
  const seed = keyword('random_state')
  if (seed) return seed.constant === null
  if (/^(?:KFold|StratifiedKFold)$/.test(name))
    return keyword('shuffle') !== undefined && keyword('shuffle')?.constant !== false
  if (/^LogisticRegression/.test(name)) {
    const solver = keyword('solver')
    return solver !== undefined && !/^(?:lbfgs|newton-cg|newton-cholesky)$/.test(String(solver.constant))
  }
  if (/^(?:SVC|NuSVC)$/.test(name))
    return keyword('probability') !== undefined && keyword('probability')?.constant !== false
  if (/^(?:Ridge|RidgeClassifier)$/.test(name)) return /^sag/.test(String(keyword('solver')?.constant ?? ''))
  if (/^(?:Lasso|ElasticNet)/.test(name)) return keyword('selection')?.constant === 'random'
  return !DETERMINISTIC.has(name)
}
