/** What LightGBM, XGBoost and CatBoost do beside their estimators, which are in estimators.ts. */
import { entries } from './effect.ts'

export const BOOSTING: [string, string][] = [
  ...entries(
    'plots gives plot',
    `lightgbm.plot_importance lightgbm.plot_metric lightgbm.plot_tree lightgbm.plot_split_value_histogram
     lightgbm.create_tree_digraph xgboost.plot_importance xgboost.plot_tree xgboost.to_graphviz`,
  ),
  ...entries('gives scalar', 'lightgbm.early_stopping lightgbm.log_evaluation'),
  ...entries('gives unknown holds', 'lightgbm.Dataset catboost.Pool'),
  // They copy what they are given.
  ...entries('gives unknown calls', 'xgboost.DMatrix xgboost.QuantileDMatrix'),
]
