/** Which calls draw random numbers when no seed is given, by the last name of the callee. */

/** Drawing whenever they are fitted or called without `random_state`. */
export const ALWAYS: ReadonlySet<string> = new Set(
  `train_test_split RandomForestClassifier RandomForestRegressor ExtraTreesClassifier ExtraTreesRegressor
   ExtraTreeClassifier ExtraTreeRegressor BaggingClassifier BaggingRegressor AdaBoostClassifier AdaBoostRegressor
   GradientBoostingClassifier GradientBoostingRegressor DecisionTreeClassifier DecisionTreeRegressor MLPClassifier
   MLPRegressor SGDClassifier SGDRegressor PassiveAggressiveClassifier PassiveAggressiveRegressor KMeans MiniBatchKMeans
   BisectingKMeans SpectralClustering GaussianMixture BayesianGaussianMixture IsolationForest RandomTreesEmbedding
   RBFSampler SkewedChi2Sampler Nystroem GaussianRandomProjection SparseRandomProjection TSNE FastICA
   LatentDirichletAllocation MiniBatchDictionaryLearning DictionaryLearning RandomizedSearchCV HalvingRandomSearchCV
   ShuffleSplit StratifiedShuffleSplit GroupShuffleSplit RepeatedKFold RepeatedStratifiedKFold BernoulliRBM
   SMOTE SMOTENC SMOTEN BorderlineSMOTE SVMSMOTE KMeansSMOTE ADASYN RandomOverSampler RandomUnderSampler
   BalancedRandomForestClassifier EasyEnsembleClassifier make_classification make_regression make_blobs make_moons
   make_circles resample shuffle`.split(/\s+/),
)

type Given = readonly [keyword: string, value: RegExp]

const LIBLINEAR: Given = ['solver', /^['"]liblinear['"]$/]

/** Drawing only where keywords have such values: all of one of the lists. */
export const ONLY_WITH: ReadonlyMap<string, readonly (readonly Given[])[]> = new Map<
  string,
  readonly (readonly Given[])[]
>([
  ['KFold', [[['shuffle', /^True$/]]]],
  ['StratifiedKFold', [[['shuffle', /^True$/]]]],
  ['StratifiedGroupKFold', [[['shuffle', /^True$/]]]],
  // liblinear draws for its coordinate descent, and not for the primal problem with squares that it solves by default.
  [
    'LogisticRegression',
    [
      [['solver', /^['"]saga?['"]$/]],
      [LIBLINEAR, ['penalty', /^['"]l1['"]$/]],
      [LIBLINEAR, ['l1_ratio', /^1(\.0?)?$/]],
      [LIBLINEAR, ['dual', /^True$/]],
    ],
  ],
  ['SVC', [[['probability', /^True$/]]]],
  ['NuSVC', [[['probability', /^True$/]]]],
  ['Ridge', [[['solver', /^['"]saga?['"]$/]]]],
  ['RidgeClassifier', [[['solver', /^['"]saga?['"]$/]]]],
  ['Lasso', [[['selection', /^['"]random['"]$/]]]],
  ['ElasticNet', [[['selection', /^['"]random['"]$/]]]],
  ['DummyClassifier', [[['strategy', /^['"](stratified|uniform)['"]$/]]]],
  ['HistGradientBoostingClassifier', [[['early_stopping', /^True$/]]]],
  ['HistGradientBoostingRegressor', [[['early_stopping', /^True$/]]]],
])

/** Not drawing where a keyword has such a value: the rows of `train_test_split(..., shuffle=False)` are the same. */
export const NOT_WITH: ReadonlyMap<string, readonly [keyword: string, value: RegExp]> = new Map([
  ['train_test_split', ['shuffle', /^False$/]],
])

/** Draws of numpy's and Python's global streams: those of `numpy.random.` and `random.` that give numbers or orders. */
export const GLOBAL_DRAWS =
  /^(numpy\.random|random)\.(rand|randn|randint|random|random_sample|sample|choice|choices|shuffle|permutation|normal|uniform|binomial|poisson|exponential|beta|gamma|standard_normal|gauss|multivariate_normal)$/

/** What seeds a stream, wherever it stands. */
export const SEEDING =
  /random\.seed\s*\(|set_state\s*\(|seed_everything|manual_seed|set_(random_)?seeds?|seed_all|fix_seeds?/
