/**
 * `lightgbm.train` and `xgboost.train`: they learn from sets made of rows, copy what they are told (`params`), and give a booster
 * that knows neither the rows nor those it was continued from. What a callback or `evals_result` was given to fill is filled.
 */
import { eitherOf, SCALAR, type Thing, type Value, valueOf, WHOLE } from '../domain.ts'
import { BOOSTER, BOOSTING_SET } from '../knowledge/boosting.ts'
import type { Call, Calls } from './call.ts'
import { allOf, callBack } from './unknown.ts'

export const BOOSTERS: Calls = { 'lightgbm.train': train, 'xgboost.train': train }

/** Arguments that are read and left as they are, in LightGBM and XGBoost; what comes by position is one of the first. */
const LEFT =
  /^(?:params|num_boost_round|valid_names|init_model|xgb_model|early_stopping_rounds|verbose_eval|maximize|keep_training_booster|feature_name|categorical_feature)$/
const SETS = /^(?:train_set|valid_sets|dtrain|evals)$/

function train({ machine, name, args, node }: Call): Value | undefined {
  // Parameters, rows, how many rounds.
  if (args.rest || args.positional.length > 3) return undefined
  const all = allOf(args)
  machine.readDeep(all)
  machine.readPlace(machine.library(name.split('.', 1)[0]!), WHOLE)
  machine.print(false)
  const sets = machine.reach(all).filter(({ type }) => type === BOOSTING_SET)
  // LightGBM bins a set when it is first used, by the parameters of then, and keeps it so.
  if (name.startsWith('lightgbm')) for (const set of sets) machine.change(set)
  const others = [...args.keywords].filter(([keyword]) => !LEFT.test(keyword) && !SETS.test(keyword))
  const given = eitherOf(others.map(([, value]) => value))
  machine.changeDeep({ things: given.things.filter(({ data }) => data?.sort !== 'function') }, false)
  callBack(machine, all, all, node)
  const kept: readonly Thing[] = name.startsWith('lightgbm') ? sets : []
  return valueOf(machine.make(BOOSTER, node, { content: kept.length > 0 ? { things: kept } : SCALAR }))
}
