/** What is known about metrics and estimators of libraries, as data. */

export type Task = 'classification' | 'regression'

interface Metric {
  readonly task: Task
  /** Name under which it is recorded: sklearn's without `_score`, and the words that requirements use. */
  readonly name: string
}

const classification = (name: string): Metric => ({ task: 'classification', name })
const regression = (name: string): Metric => ({ task: 'regression', name })

/** Functions `(truth, prediction)` that give one number: of sklearn.metrics and imblearn.metrics, by their last name. */
export const METRIC_FUNCTIONS: ReadonlyMap<string, Metric> = new Map([
  ...[
    'accuracy_score',
    'average_precision_score',
    'balanced_accuracy_score',
    'brier_score_loss',
    'cohen_kappa_score',
    'd2_log_loss_score',
    'f1_score',
    'fbeta_score',
    'geometric_mean_score',
    'hamming_loss',
    'jaccard_score',
    'log_loss',
    'matthews_corrcoef',
    'ndcg_score',
    'precision_score',
    'recall_score',
    'roc_auc_score',
    'sensitivity_score',
    'specificity_score',
    'top_k_accuracy_score',
    'zero_one_loss',
  ].map((name) => [name, classification(name.replace(/_score$/, ''))] as const),
  ...[
    'd2_absolute_error_score',
    'explained_variance_score',
    'max_error',
    'mean_absolute_error',
    'mean_absolute_percentage_error',
    'mean_gamma_deviance',
    'mean_pinball_loss',
    'mean_poisson_deviance',
    'mean_squared_error',
    'mean_squared_log_error',
    'median_absolute_error',
    'r2_score',
    'root_mean_squared_error',
    'root_mean_squared_log_error',
  ].map((name) => [name, regression(name.replace(/_score$/, ''))] as const),
])

/** What the root of a metric is called. */
export const ROOTS: ReadonlyMap<string, string> = new Map([
  ['mean_squared_error', 'root_mean_squared_error'],
  ['mean_squared_log_error', 'root_mean_squared_log_error'],
])

/** Metrics that give the same with the predictions first: beginners write `accuracy_score(y_pred, y_test)`. */
export const EITHER_WAY = new Set([
  'accuracy_score',
  'classification_report', // its accuracy
  'cohen_kappa_score',
  'hamming_loss',
  'matthews_corrcoef',
  'max_error',
  'mean_absolute_error',
  'mean_squared_error',
  'mean_squared_log_error',
  'median_absolute_error',
  'root_mean_squared_error',
  'root_mean_squared_log_error',
  'zero_one_loss',
])

/** What a metric is called whose truth and predictions changed places where that gives another number. */
export function swappedName(metric: string): string {
  return `${metric}_swapped`
}

/** What judges a model and gives no single number that scripts could be compared by. */
export const TABLES_AND_CURVES = new Set([
  'class_likelihood_ratios',
  'classification_report',
  'classification_report_imbalanced',
  'confusion_matrix',
  'multilabel_confusion_matrix',
  'precision_recall_curve',
  'precision_recall_fscore_support',
  'roc_curve',
  'CalibrationDisplay',
  'ConfusionMatrixDisplay',
  'DetCurveDisplay',
  'PrecisionRecallDisplay',
  'PredictionErrorDisplay',
  'RocCurveDisplay',
])

/** What an estimator's `score` gives when nobody says otherwise. */
export const SCORE_METHOD: Readonly<Record<Task, string>> = { classification: 'accuracy', regression: 'r2' }

/** Methods of an estimator that give predictions for rows. */
export const PREDICTING = new Set(['predict', 'predict_proba', 'decision_function', 'predict_log_proba'])

/** Attributes of a fitted estimator that hold a score out of folds. */
export const FITTED_SCORES = new Set(['best_score_', 'oob_score_'])

/** What statsmodels' and linearmodels' results hold of how they fit the rows that they were made of. */
export const SCORES_OF_RESULTS: ReadonlyMap<string, string> = new Map([
  ['rsquared', 'r2'],
  ['rsquared_adj', 'adjusted_r2'],
])

/** Classes that hold another estimator: the keyword, or the first argument, that names it. */
export const WRAPPERS: ReadonlyMap<string, string> = new Map([
  ['GridSearchCV', 'estimator'],
  ['RandomizedSearchCV', 'estimator'],
  ['HalvingGridSearchCV', 'estimator'],
  ['HalvingRandomSearchCV', 'estimator'],
  ['BayesSearchCV', 'estimator'],
  ['TransformedTargetRegressor', 'regressor'],
  ['CalibratedClassifierCV', 'estimator'],
])

const CLASSIFIERS =
  /Classifier(CV)?$|^LogisticRegression(CV)?$|^(Nu|Linear)?SVC$|NB$|DiscriminantAnalysis$|^Perceptron$|^NearestCentroid$/
const REGRESSORS =
  /Regressor(CV)?$|Regression$|^(Nu|Linear)?SVR$|^(Bayesian)?Ridge(CV)?$|Lasso|ElasticNet|^(Lars|ARDRegression|OMP)(CV)?$|^KernelRidge$|^OrthogonalMatchingPursuit/

/** The task of an estimator by the name of its class; undefined where that does not tell. */
export function taskOf(className: string): Task | undefined {
  if (CLASSIFIERS.test(className)) return 'classification'
  return REGRESSORS.test(className) ? 'regression' : undefined
}
