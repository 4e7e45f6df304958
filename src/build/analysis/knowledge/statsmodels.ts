/** What statsmodels does: its functions, and the methods and attributes of its models and results. */
import { entries } from './effect.ts'

export const STATSMODELS: [string, string][] = [
  ...entries('gives statsmodels holds', 'statsmodels.'),
  ...entries(
    'gives statsmodels holds perhaps',
    'statsmodels.tsa.stattools.grangercausalitytests statsmodels.tsa.api.grangercausalitytests',
  ),
  ...entries(
    'gives data',
    'statsmodels.api.add_constant statsmodels.tools.add_constant statsmodels.tools.tools.add_constant',
  ),
  ...entries(
    'plots gives plot',
    'statsmodels.graphics. statsmodels.api.graphics. statsmodels.api.qqplot statsmodels.api.ProbPlot',
  ),
]

/**
 * Models and results of statsmodels: they work on themselves, never on the data that they were given. Those of empirical
 * likelihood remember what they tested (`test_mean`), and `plot_forest` its intervals.
 */
export const STATSMODELS_METHODS: [string, string][][] = [
  entries('changes self gives statsmodels holds perhaps', '*'),
  entries(
    'gives statsmodels holds',
    `predict forecast get_prediction get_forecast conf_int t_test f_test wald_test wald_test_terms cov_params aic bic
     get_influence get_margeff load load_pandas summary_frame test_normality test_heteroskedasticity test_serial_correlation
     get_robustcov_results compare_f_test compare_lr_test compare_lm_test score_test k_constant eval_measures acorr_ljungbox
     pred_table cdf pdf loglike outlier_test logodds_pooled_confint log_oddsratio_confint log_riskratio_confint
     oddsratio_confint oddsratio_pooled_confint riskratio_confint test_equal_odds test_null_odds test_causality
     test_dispersion test_granger_causality test_homogeneity test_inst_causality test_nominal_association
     test_ordinal_association test_poisson_zeroinflation test_chisquare_prob test_significance test_whiteness
     tconfint_mean tconfint_diff zconfint_mean zconfint_diff ttest_mean ztest_mean t_test_pairwise cumulative_effects
     cumulative_log_oddsratios cumulative_oddsratios irf fevd ma_rep orth_ma_rep long_run_effects info_criteria
     chi2_contribs symmetry homogeneity arma2ar arma2ma acf pacf acovf periodogram`,
  ),
  entries('gives text', 'summary summary2 as_text as_latex as_html as_csv'),
  entries(
    'gives statsmodels holds draws numpy unless random_state',
    'simulate generate_sample rvs sample bootstrap get_simulation sample_paths',
  ),
  entries(
    'plots gives plot',
    `plot plot_diagnostics plot_predict plot_forecast plot_components plot_partial plot_fit plot_ccpr plot_influence
     plot_index plot_leverage_resid2 plot_partial_residuals plot_added_variable plot_fitted plot_isotropic_dependence
     plot_acorr plot_cusum plot_cusum_squares plot_recursive_coefficient plot_pdf plot_scatter plot_coefficients_of_determination plot_simultaneous
     plot_probs plot_bivariate plot_ceres_residuals plot_cum_effects plot_data plot_distribution plot_irfs plot_loadings
     plot_power plot_rsquare plot_sample_acorr plot_scree plot_missing_pattern`,
  ),
  entries('gives none writes 0', 'save'),
]

/** Attributes that are numbers, arrays or tables. */
export const STATSMODELS_DATA =
  /^(?:params|pvalues|bse|tvalues|resid\w*|fittedvalues|mu|rsquared\w*|aic|bic|hqic|llf|llr\w*|prsquared|nobs|df_\w+|scale|ssr|ess|mse\w*|fvalue|f_pvalue|deviance|null_deviance|pearson_chi2|sse|endog|exog|data|params_\w+|forecasts?|predicted_\w+|filtered_\w+|smoothed_\w+|states?|level|season|trend|slope|cov_\w+|arparams|maparams)$/
