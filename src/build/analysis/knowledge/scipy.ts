/** What scipy does. */
import { entries } from './effect.ts'

const prefixed = (prefix: string, rows: [string, string][]): [string, string][] =>
  rows.map(([name, entry]) => [`${prefix}${name}`, entry])

export const SCIPY: [string, string][] = [
  ...entries(
    'gives numpy.ndarray',
    'scipy.special. scipy.linalg. scipy.spatial. scipy.signal. scipy.interpolate. scipy.integrate. scipy.cluster. scipy.ndimage. scipy.fft. scipy.constants.',
  ),
  ...entries(
    'gives unknown draws numpy unless random_state',
    `scipy.stats.bootstrap scipy.stats.permutation_test scipy.stats.monte_carlo_test scipy.stats.goodness_of_fit scipy.sparse.random
     scipy.optimize.differential_evolution scipy.optimize.dual_annealing scipy.optimize.basinhopping
     scipy.cluster.vq.kmeans scipy.cluster.vq.kmeans2 scipy.sparse.rand scipy.sparse.random_array
     scipy.sparse.linalg.svds scipy.sparse.linalg.eigsh scipy.sparse.linalg.eigs scipy.linalg.clarkson_woodruff_transform
     scipy.linalg.interpolative.`,
  ),
  ...entries('gives numpy.ndarray calls', 'scipy.optimize. scipy.integrate. scipy.interpolate.'),
  ...entries('gives unknown holds', 'scipy.stats. scipy.spatial. scipy.interpolate. scipy.optimize.'),
  // Tests of hypotheses and numbers about samples: what they give holds numbers, and its methods give more of them.
  ...entries(
    'gives data draws numpy when method|permutations|random_state',
    `scipy.stats.ttest_ind scipy.stats.ttest_rel scipy.stats.ttest_1samp scipy.stats.ttest_ind_from_stats scipy.stats.shapiro
     scipy.stats.levene scipy.stats.bartlett scipy.stats.fligner scipy.stats.normaltest scipy.stats.jarque_bera scipy.stats.mannwhitneyu
     scipy.stats.wilcoxon scipy.stats.kruskal scipy.stats.friedmanchisquare scipy.stats.f_oneway scipy.stats.chi2_contingency
     scipy.stats.chisquare scipy.stats.ks_2samp scipy.stats.spearmanr scipy.stats.kendalltau
     scipy.stats.pointbiserialr scipy.stats.linregress scipy.stats.skewtest scipy.stats.kurtosistest`,
  ),
  // It computes an interval of the samples when it is asked for one.
  ...entries('gives data holds draws numpy when method|random_state', 'scipy.stats.pearsonr'),
  ...entries(
    'gives data',
    `scipy.stats.zscore scipy.stats.iqr scipy.stats.skew scipy.stats.kurtosis scipy.stats.mode scipy.stats.sem scipy.stats.trim_mean
     scipy.stats.gmean scipy.stats.hmean scipy.stats.rankdata scipy.stats.percentileofscore`,
  ),
  // New arrays, whatever the function that they fit or the start that they were given holds.
  ...entries('gives list calls', 'scipy.optimize.curve_fit scipy.optimize.linear_sum_assignment'),
  ...entries('gives unknown holds', 'scipy.sparse. scipy.spatial.cKDTree scipy.spatial.KDTree'),
  // They refer to the points that they were given, or copy them; the last moves its points by lot.
  ...entries(
    'gives unknown holds',
    `scipy.interpolate.interp1d scipy.interpolate.CubicSpline scipy.interpolate.PchipInterpolator
     scipy.interpolate.Akima1DInterpolator scipy.interpolate.UnivariateSpline scipy.interpolate.InterpolatedUnivariateSpline
     scipy.interpolate.KroghInterpolator scipy.interpolate.RegularGridInterpolator scipy.interpolate.NearestNDInterpolator
     scipy.interpolate.LinearNDInterpolator scipy.interpolate.RBFInterpolator scipy.interpolate.Rbf scipy.spatial.Delaunay
     scipy.spatial.ConvexHull`,
  ),
  ...entries('gives unknown holds draws numpy', 'scipy.interpolate.BarycentricInterpolator'),
  // Functions that are told where to write: the last arguments of numpy's kind of functions, `output` of filters.
  ...prefixed('scipy.special.', [
    ...entries(
      'gives numpy.ndarray changes 1',
      `bei beip ber berp cbrt cosdg cosm1 cotdg dawsn digamma ellipe ellipk ellipkm1 entr erf erfc erfcinv erfcx erfi erfinv
     exp1 exp10 exp2 expi expit expm1 exprel gamma gammaln gammasgn i0 i0e i1 i1e it2struve0 itmodstruve0 itstruve0 j0 j1 k0
     k0e k1 k1e kei keip ker kerp kolmogi kolmogorov log1p log_expit log_ndtr loggamma logit ndtr ndtri ndtri_exp psi rgamma
     round sindg spence tandg wofz wrightomega y0 y1 zetac`,
    ),
    ...entries(
      'gives numpy.ndarray changes 2',
      `agm beta betaln binom boxcox boxcox1p chdtr chdtrc chdtri chdtriv ellipeinc ellipkinc elliprc eval_chebyc eval_chebys
     eval_chebyt eval_chebyu eval_hermite eval_hermitenorm eval_laguerre eval_legendre eval_sh_chebyt eval_sh_chebyu
     eval_sh_legendre expn gammainc gammaincc gammainccinv gammaincinv hankel1 hankel1e hankel2 hankel2e huber hyp0f1
     inv_boxcox inv_boxcox1p iv ive jn jv jve kl_div kn kv kve mathieu_a mathieu_b modstruve owens_t pdtr pdtrc pdtri pdtrik
     poch powm1 pseudo_huber rel_entr smirnov smirnovi stdtr stdtridf stdtrit struve tklmbda xlog1py xlogy yn yv yve`,
    ),
    ...entries(
      'gives numpy.ndarray changes 3',
      `bdtr bdtrc bdtri bdtrik bdtrin besselpoly betainc betaincc betainccinv betaincinv btdtr btdtri btdtria btdtrib chndtr
     chndtridf chndtrinc chndtrix elliprd elliprf elliprg eval_gegenbauer eval_genlaguerre fdtr fdtrc fdtri fdtridfd gdtr
     gdtrc gdtria gdtrib gdtrix hyp1f1 hyperu log_wright_bessel lpmv nbdtr nbdtrc nbdtri nbdtrik nbdtrin nctdtr nctdtridf
     nctdtrinc nctdtrit nrdtrimn nrdtrisd obl_cv pro_cv radian voigt_profile wright_bessel`,
    ),
    ...entries(
      'gives numpy.ndarray changes 4',
      `elliprj eval_jacobi eval_sh_jacobi hyp2f1 ncfdtr ncfdtri ncfdtridfd ncfdtridfn ncfdtrinc sph_harm`,
    ),
    ...entries(
      'gives numpy.ndarray changes 1 changes 2',
      'fresnel it2i0k0 it2j0y0 iti0k0 itj0y0 modfresnelm modfresnelp shichi sici',
    ),
    ...entries('gives numpy.ndarray changes 1 changes 2 changes 3 changes 4', 'airy airye itairy kelvin'),
    ...entries('gives numpy.ndarray changes 2 changes 3', 'pbdv pbvv pbwa'),
    ...entries('gives numpy.ndarray changes 2 changes 3 changes 4 changes 5', 'ellipj'),
    ...entries(
      'gives numpy.ndarray changes 3 changes 4',
      'mathieu_cem mathieu_modcem1 mathieu_modcem2 mathieu_modsem1 mathieu_modsem2 mathieu_sem',
    ),
    ...entries(
      'gives numpy.ndarray changes 4 changes 5',
      'obl_ang1 obl_rad1 obl_rad2 pro_ang1 pro_rad1 pro_rad2',
    ),
    ...entries(
      'gives numpy.ndarray changes 5 changes 6',
      'obl_ang1_cv obl_rad1_cv obl_rad2_cv pro_ang1_cv pro_rad1_cv pro_rad2_cv',
    ),
  ]),
  ...entries('gives numpy.ndarray changes 2', 'scipy.spatial.distance.rel_entr'),
  ...prefixed('scipy.ndimage.', [
    ...entries('gives numpy.ndarray changes output changes 1', 'laplace'),
    ...entries(
      'gives numpy.ndarray changes output changes 2',
      `binary_fill_holes convolve correlate gaussian_gradient_magnitude gaussian_laplace generic_gradient_magnitude
     generic_laplace label map_coordinates prewitt shift sobel spline_filter uniform_filter zoom`,
    ),
    ...entries(
      'gives numpy.ndarray changes output changes 3',
      `binary_closing binary_hit_or_miss binary_opening binary_propagation convolve1d correlate1d gaussian_filter
     geometric_transform maximum_filter maximum_filter1d median_filter minimum_filter minimum_filter1d spline_filter1d
     uniform_filter1d watershed_ift`,
    ),
    ...entries(
      'gives numpy.ndarray changes output changes 4',
      `affine_transform binary_dilation binary_erosion black_tophat fourier_ellipsoid fourier_gaussian fourier_shift
     fourier_uniform gaussian_filter1d generic_filter generic_filter1d grey_closing grey_dilation grey_erosion grey_opening
     morphological_gradient morphological_laplace percentile_filter rank_filter rotate vectorized_filter white_tophat`,
    ),
    ...entries(
      'gives numpy.ndarray changes distances changes indices changes 5 changes 6',
      'distance_transform_bf',
    ),
    ...entries(
      'gives numpy.ndarray changes distances changes indices changes 4 changes 5',
      'distance_transform_cdt distance_transform_edt',
    ),
  ]),
  // They are told whether they may write into what they were given.
  ...prefixed('scipy.linalg.', [
    ...entries('gives numpy.ndarray overwrites 1', 'cholesky_banded det inv lu_factor qr rq svdvals'),
    ...entries(
      'gives numpy.ndarray overwrites 2',
      'cho_factor cho_solve cho_solve_banded cholesky eigvals eigvals_banded lu',
    ),
    ...entries('gives numpy.ndarray overwrites 2 overwrites 3', 'solveh_banded'),
    ...entries('gives numpy.ndarray overwrites 3', 'eig_banded ldl lu_solve schur svd'),
    ...entries('gives numpy.ndarray overwrites 3 overwrites 4', 'lstsq solve solve_banded'),
    ...entries('gives numpy.ndarray overwrites 4', 'matrix_balance qr_update'),
    ...entries('gives numpy.ndarray overwrites 4 overwrites 5', 'eig ordqz'),
    ...entries('gives numpy.ndarray overwrites 5', 'qr_delete solve_triangular'),
    ...entries('gives numpy.ndarray overwrites 5 overwrites 6', 'qr_multiply qz'),
    ...entries('gives numpy.ndarray overwrites 6', 'qr_insert'),
  ]),
  ...prefixed('scipy.fft.', [
    ...entries(
      'gives numpy.ndarray overwrites 4',
      `fft fft2 fftn hfft hfft2 hfftn ifft ifft2 ifftn ihfft ihfft2 ihfftn irfft irfft2 irfftn rfft rfft2 rfftn`,
    ),
    ...entries('gives numpy.ndarray overwrites 5', 'dct dctn dst dstn idct idctn idst idstn'),
  ]),
  // A small matrix comes back as it is.
  ...entries('gives unknown holds overwrites 2', 'scipy.linalg.hessenberg'),
  ...entries('gives numpy.ndarray overwrites 4', 'scipy.signal.detrend'),
  ...entries('gives unknown holds overwrites 1', 'scipy.sparse.csgraph.minimum_spanning_tree'),
  ...entries('gives unknown holds overwrites 4', 'scipy.sparse.csgraph.floyd_warshall'),
  ...entries('gives unknown holds overwrites 5', 'scipy.sparse.csgraph.shortest_path'),
  ...entries('gives unknown holds overwrites 3 overwrites 4', 'scipy.sparse.linalg.spsolve_triangular'),
  ...entries('gives unknown holds overwrites 3', 'scipy.stats.mstats.winsorize'),
  // Fortran's own functions, which write into what they are given as it lies in memory.
  ...entries(
    'gives list holds changes 0 changes 1 changes 2 changes 3 changes 4 changes 5 changes 6',
    'scipy.linalg.blas. scipy.linalg.lapack.',
  ),
  ...entries('gives unknown holds', 'scipy.linalg.blas.get_blas_funcs scipy.linalg.lapack.get_lapack_funcs'),
  // They estimate norms by vectors that they draw, or integrals by points.
  ...entries(
    'gives unknown holds draws numpy',
    'scipy.sparse.linalg.onenormest scipy.sparse.linalg.expm scipy.sparse.linalg.expm_multiply',
  ),
  ...entries('gives numpy.ndarray draws numpy', 'scipy.linalg.logm scipy.linalg.fractional_matrix_power'),
  ...entries(
    'gives data draws numpy unless random_state',
    `scipy.stats.multivariate_normal.cdf scipy.stats.multivariate_normal.logcdf scipy.stats.multivariate_t.cdf`,
  ),
  ...entries(
    'gives multivariate_distribution holds',
    'scipy.stats.multivariate_normal scipy.stats.multivariate_t',
  ),
  ...entries('gives unknown holds draws numpy unless random_state', 'scipy.stats.multiscale_graphcorr'),
  ...entries(
    'gives unknown holds draws numpy unless random_state when direction',
    'scipy.optimize.check_grad',
  ),
  ...entries(
    'gives unknown holds draws numpy unless random_state when method|options',
    'scipy.optimize.quadratic_assignment',
  ),
]
