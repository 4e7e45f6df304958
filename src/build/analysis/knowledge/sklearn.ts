/** What scikit-learn does; its estimators are in estimators.ts. */
import { entries } from './effect.ts'

const prefixed = (prefix: string, rows: [string, string][]): [string, string][] =>
  rows.map(([name, entry]) => [`${prefix}${name}`, entry])

export const SKLEARN: [string, string][] = prefixed('sklearn.', [
  ...entries(
    'gives data calls draws numpy unless random_state',
    `preprocessing. feature_selection. cluster. decomposition. linear_model. covariance. calibration. tree. neighbors.
     manifold. random_projection. inspection. model_selection. svm. impute. ensemble. feature_extraction.`,
  ),
  ...entries(
    'gives data calls',
    'preprocessing. feature_selection.chi2 feature_selection.f_classif feature_selection.f_regression feature_selection.r_regression linear_model.lars_path',
  ),
  ...entries(
    'gives scalar calls heeds how_scikit-learn_works',
    'metrics. metrics.cluster. metrics.pairwise. base.is_classifier base.is_regressor',
  ),
  ...entries(
    'gives scalar calls heeds how_scikit-learn_works draws numpy unless random_state when sample_size',
    'metrics.silhouette_score metrics.cluster.silhouette_score',
  ),
  ...entries(
    'gives number calls heeds how_scikit-learn_works',
    `metrics.accuracy_score metrics.balanced_accuracy_score metrics.cohen_kappa_score metrics.matthews_corrcoef metrics.log_loss
     metrics.brier_score_loss metrics.roc_auc_score metrics.average_precision_score metrics.f1_score metrics.precision_score
     metrics.recall_score metrics.r2_score metrics.mean_squared_error metrics.root_mean_squared_error metrics.max_error
     metrics.mean_absolute_error metrics.mean_absolute_percentage_error metrics.mean_squared_log_error
     metrics.median_absolute_error metrics.explained_variance_score metrics.adjusted_rand_score metrics.auc`,
  ),
  ...entries(
    'gives numpy.ndarray',
    'metrics.confusion_matrix metrics.pairwise. metrics.multilabel_confusion_matrix utils.class_weight.compute_class_weight utils.class_weight. utils.compute_class_weight utils.compute_sample_weight',
  ),
  ...entries(
    'gives list',
    'metrics.roc_curve metrics.precision_recall_curve metrics.precision_recall_fscore_support metrics.det_curve calibration.calibration_curve',
  ),
  ...entries('gives scalar calls holds', 'metrics.make_scorer metrics.get_scorer metrics.check_scoring'),
  // They give what they were given where it is as it should be.
  ...entries(
    'gives numpy.ndarray holds calls',
    `utils.validation.check_array utils.check_array utils.validation.column_or_1d utils.column_or_1d cluster.get_bin_seeds
     neighbors.sort_graph_by_row_values`,
  ),
  ...entries(
    'gives list holds calls',
    `utils.validation.check_X_y utils.check_X_y metrics.pairwise.check_pairwise_arrays metrics.pairwise.check_paired_arrays
     metrics.pairwise_distances_chunked metrics.pairwise.pairwise_distances_chunked`,
  ),
  ...entries('gives plot', 'tree.plot_tree utils.estimator_html_repr'),
  ...entries(
    'plots gives sklearn.Display holds calls',
    `metrics.RocCurveDisplay metrics.ConfusionMatrixDisplay metrics.PrecisionRecallDisplay metrics.DetCurveDisplay
     metrics.PredictionErrorDisplay inspection.PartialDependenceDisplay inspection.DecisionBoundaryDisplay
     model_selection.LearningCurveDisplay model_selection.ValidationCurveDisplay calibration.CalibrationDisplay
     metrics.RocCurveDisplay. metrics.ConfusionMatrixDisplay. metrics.PrecisionRecallDisplay. metrics.DetCurveDisplay.
     metrics.PredictionErrorDisplay. inspection.PartialDependenceDisplay. inspection.DecisionBoundaryDisplay.
     model_selection.LearningCurveDisplay. model_selection.ValidationCurveDisplay. calibration.CalibrationDisplay.`,
  ),
  ...entries(
    'plots gives sklearn.Display holds calls draws numpy unless random_state',
    `model_selection.LearningCurveDisplay.from_estimator metrics.PredictionErrorDisplay.from_predictions metrics.PredictionErrorDisplay.from_estimator
     inspection.PartialDependenceDisplay.from_estimator`,
  ),
  ...entries('gives text', 'tree.export_text tree.export_graphviz'),
  ...entries(
    'gives split draws numpy unless random_state',
    'model_selection.train_test_split utils.shuffle utils.resample',
  ),
  ...entries(
    'gives numpy.ndarray calls refits draws numpy unless none',
    'model_selection.cross_val_score model_selection.cross_val_predict model_selection.cross_validate model_selection.learning_curve model_selection.validation_curve model_selection.permutation_test_score',
  ),
  ...entries('gives unknown draws numpy unless none calls refits', 'model_selection.cross_validate'),
  ...entries('gives sklearn.Bunch calls', 'inspection.partial_dependence'),
  ...entries(
    'gives sklearn.Bunch draws numpy unless random_state calls',
    'inspection.permutation_importance',
  ),
  ...entries('gives list calls refits draws numpy unless none', 'model_selection.validation_curve'),
  ...entries(
    'gives list calls refits draws numpy unless random_state when shuffle',
    'model_selection.learning_curve',
  ),
  ...entries('gives sklearn.Bunch', 'datasets.'),
  ...entries(
    'gives datasets draws numpy unless random_state',
    'datasets.make_classification datasets.make_regression datasets.make_blobs datasets.make_moons datasets.make_circles datasets.make_friedman1 datasets.make_friedman2 datasets.make_friedman3 datasets.make_s_curve datasets.make_swiss_roll datasets.make_gaussian_quantiles datasets.make_hastie_10_2 datasets.make_multilabel_classification datasets.make_low_rank_matrix datasets.make_sparse_uncorrelated datasets.make_biclusters datasets.make_checkerboard datasets.make_sparse_coded_signal',
  ),
  ...entries(
    'gives data draws numpy unless random_state',
    'datasets.make_spd_matrix datasets.make_sparse_spd_matrix',
  ),
  ...entries('gives clone calls', 'base.clone'),
  ...entries('gives none configures how_scikit-learn_works', 'set_config'),
  ...entries('gives dict heeds how_scikit-learn_works heeds how_scikit-learn_shows', 'get_config'),
  ...entries('gives scalar configures how_scikit-learn_works within', 'config_context'),
  ...entries(
    'gives scalar',
    'show_versions __version__ utils.validation.check_is_fitted utils.multiclass.type_of_target utils.multiclass.unique_labels exceptions.',
  ),
])
