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

/** Whether an estimator, once it is fitted, asks only clones that it fitted, unless it was told to take those it was given. */
export function asksClones(path: string): boolean {
  return /^sklearn\..*\.(?:(?:Voting|Stacking|Bagging|AdaBoost|MultiOutput)(?:Classifier|Regressor)|CalibratedClassifierCV|(?:Halving)?(?:GridSearch|RandomSearch|RandomizedSearch)CV|SelectFromModel|RFE|RFECV|SequentialFeatureSelector|OneVs(?:Rest|One)Classifier|OutputCodeClassifier|(?:Classifier|Regressor)Chain|TransformedTargetRegressor|RANSACRegressor)$/.test(
    path,
  )
}

/**
 * Whether a fitted estimator refers to the very rows that it was fitted to, without copying them. A table's rows lie in
 * memory as an array's do where it has one column, or was made of an array.
 */
export function keepsItsRows(path: string, keyword: Keyword, more: boolean): boolean {
  if (/\.(?:(?:Nu)?SV[CR]|OneClassSVM)$/.test(path)) {
    const kernel = keyword('kernel')
    return kernel ? mayMakeItKeep('kernel', kernel) : more
  }
  return /\.(?:KNeighbors\w+|RadiusNeighbors\w+|NearestNeighbors|KNNImputer|LocalOutlierFactor|Kernel(?:Ridge|PCA|Density)|GaussianProcess\w+|Label(?:Spreading|Propagation)|Isomap|LocallyLinearEmbedding|DBSCAN|OPTICS|Birch)$/.test(
    path,
  )
}

const DETERMINISTIC = new Set(
  `LinearRegression Ridge RidgeCV RidgeClassifier RidgeClassifierCV LassoLars LassoLarsCV LassoLarsIC LarsCV
   Lars BayesianRidge ARDRegression HuberRegressor QuantileRegressor TweedieRegressor PoissonRegressor GammaRegressor
   LogisticRegression LogisticRegressionCV OrthogonalMatchingPursuit OrthogonalMatchingPursuitCV KNeighborsClassifier KNeighborsRegressor
   RadiusNeighborsClassifier RadiusNeighborsRegressor NearestNeighbors NearestCentroid GaussianNB MultinomialNB
   BernoulliNB ComplementNB CategoricalNB LinearDiscriminantAnalysis QuadraticDiscriminantAnalysis DummyRegressor
   DummyClassifier GaussianProcessRegressor GaussianProcessClassifier KernelRidge PLSRegression IsotonicRegression
   StandardScaler MinMaxScaler MaxAbsScaler RobustScaler Normalizer Binarizer PowerTransformer PolynomialFeatures
   SplineTransformer FunctionTransformer LabelEncoder LabelBinarizer MultiLabelBinarizer OneHotEncoder OrdinalEncoder
   SimpleImputer KNNImputer MissingIndicator CountVectorizer TfidfVectorizer TfidfTransformer
   HashingVectorizer DictVectorizer FeatureHasher VarianceThreshold SelectKBest SelectPercentile SelectFpr SelectFromModel
   RFE RFECV SequentialFeatureSelector GenericUnivariateSelect Pipeline FeatureUnion ColumnTransformer make_pipeline make_union make_column_transformer make_column_selector
   TransformedTargetRegressor VotingClassifier VotingRegressor StackingClassifier StackingRegressor MultiOutputClassifier
   MultiOutputRegressor OneVsRestClassifier OneVsOneClassifier CalibratedClassifierCV GridSearchCV FixedThresholdClassifier
   KFold StratifiedKFold GroupKFold StratifiedGroupKFold LeaveOneOut LeavePOut LeaveOneGroupOut TimeSeriesSplit PredefinedSplit ParameterGrid
   AgglomerativeClustering DBSCAN OPTICS MeanShift KernelDensity HDBSCAN FeatureAgglomeration Birch
   EmpiricalCovariance ShrunkCovariance LedoitWolf OAS LocalOutlierFactor LabelPropagation LabelSpreading
   IncrementalPCA AdditiveChi2Sampler ClassicalMDS CCA PLSCanonical PLSSVD SelectFdr SelectFwe KNeighborsTransformer RadiusNeighborsTransformer`.split(
    /\s+/,
  ),
)

/**
 * Support vector machines, lasso and elastic net draw a seed for their solver even where that makes no use of it.
 *
 * @param keyword tells whether a keyword is given and its constant, if that is known
 * @param more whether others may be given: `SVC(**best)`
 */
export function drawsWhenFitted(path: string, keyword: Keyword, more: boolean): boolean {
  const name = path.split('.').at(-1)!
  if (!path.startsWith('sklearn.') && !path.startsWith('imblearn.')) return false
  if (path.startsWith('sklearn.gaussian_process.kernels.')) return false
  const seed = keyword('random_state')
  if (SEEDLESS.test(name)) return true
  // They look for sparse codes by a lasso of their own.
  const codes = keyword('method') ?? keyword('fit_algorithm')
  if (codes && codes.constant !== 'lars' && /^(?:MiniBatch)?(?:SparsePCA|DictionaryLearning)$/.test(name))
    return true
  if (seed) return seed.constant === null
  if (more) return !DETERMINISTIC.has(name) || OPTIONAL.test(name)
  if (/^(?:Stratified)?(?:Group)?KFold$/.test(name))
    return keyword('shuffle') !== undefined && keyword('shuffle')?.constant !== false
  if (/^GaussianProcess/.test(name))
    return keyword('n_restarts_optimizer') !== undefined && keyword('n_restarts_optimizer')?.constant !== 0
  if (/^LogisticRegression/.test(name)) {
    const solver = keyword('solver')
    return solver !== undefined && !/^(?:lbfgs|newton-cg|newton-cholesky)$/.test(String(solver.constant))
  }
  if (/^(?:Ridge|RidgeClassifier)$/.test(name)) return /^sag/.test(String(keyword('solver')?.constant ?? ''))
  return !DETERMINISTIC.has(name)
}

/** Whether it draws whenever it is asked for a prediction. */
export function drawsWhenAsked(path: string, keyword: Keyword, more: boolean): boolean {
  if (path.endsWith('.BernoulliRBM')) return true
  if (!path.endsWith('.DummyClassifier') || typeof keyword('random_state')?.constant === 'number')
    return false
  const strategy = keyword('strategy')
  return strategy === undefined ? more : mayMakeItGuess('strategy', strategy)
}

/** Whether a parameter, also one of a part (`clf__solver`), may make an estimator draw that would not have without it. */
export function mayMakeItDraw(name: string, value: { readonly constant?: Constant } | undefined): boolean {
  const parameter = name.split('__').at(-1)!
  if (/^(?:method|fit_algorithm)$/.test(parameter)) return value?.constant === 'cd'
  if (!/^(?:solver|random_state|shuffle|n_restarts_optimizer)$/.test(parameter)) return false
  const chosen = value?.constant
  if (parameter === 'random_state') return typeof chosen !== 'number'
  return chosen !== false && chosen !== 0 && !/^(?:lbfgs|newton-\w+|auto|svd|cholesky)$/.test(String(chosen))
}

/** A kernel that is no name is a function: it is asked about each of the rows again. */
export function mayMakeItKeep(name: string, value: { readonly constant?: Constant }): boolean {
  return name.split('__').at(-1) === 'kernel' && typeof value.constant !== 'string'
}

export function mayMakeItGuess(name: string, value: { readonly constant?: Constant }): boolean {
  return (
    name.split('__').at(-1) === 'strategy' &&
    !/^(?:most_frequent|prior|constant|mean|median|quantile|kmeans)$/.test(String(value.constant))
  )
}

/** They draw from the global stream whatever seed they are given. */
const SEEDLESS = /^SGDOneClassSVM$/

type Keyword = (name: string) => { readonly constant?: Constant } | undefined

/** Those that draw or don't as they are told. */
const OPTIONAL =
  /^(?:(?:Stratified)?(?:Group)?KFold|GaussianProcess\w+|LogisticRegression(?:CV)?|Ridge(?:Classifier)?)$/

/** Methods that give rows for rows. */
export const TRANSFORMS = ['transform', 'fit_transform', 'inverse_transform']
