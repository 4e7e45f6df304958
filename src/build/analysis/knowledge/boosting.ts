/** What LightGBM, XGBoost and CatBoost do beside their estimators, which are in estimators.ts. */
import { entries } from './effect.ts'

export const BOOSTING: [string, string][] = [
  ...entries(
    'plots gives plot',
    `lightgbm.plot_importance lightgbm.plot_metric lightgbm.plot_tree lightgbm.plot_split_value_histogram
     lightgbm.create_tree_digraph xgboost.plot_importance xgboost.plot_tree xgboost.to_graphviz`,
  ),
  ...entries('gives scalar', 'lightgbm.early_stopping lightgbm.log_evaluation'),
  ...entries('gives boosting_set holds', 'lightgbm.Dataset'),
  // They copy what they are given.
  ...entries('gives boosting_set calls', 'xgboost.DMatrix xgboost.QuantileDMatrix'),
  ...entries('gives unknown holds', 'catboost.Pool'),
]

/** Types of the sets that boosters learn from, and of what was learned (`calls/boosting.ts`). */
export const BOOSTING_SET = 'boosting_set'
export const BOOSTER = 'booster'

/** What a set tells, and what changes it: it keeps the rows that it was made of. */
export const BOOSTING_SET_METHODS: [string, string][][] = [
  entries('gives data', 'get_label get_weight num_row num_col num_data num_feature get_feature_name'),
]

/** What a booster is asked without learning more. All other methods are unknown. */
export const BOOSTER_METHODS: [string, string][][] = [
  entries('gives data', 'predict inplace_predict feature_importance trees_to_dataframe'),
  entries('gives dict', 'get_score get_fscore'),
  entries('gives list', 'feature_name get_dump'),
  entries('gives scalar', 'num_trees num_boosted_rounds num_feature num_features current_iteration'),
  entries('gives none writes 0', 'save_model'),
  entries('gives text', 'model_to_string save_config'),
]
