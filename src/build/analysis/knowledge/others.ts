/** What scipy, joblib and torch do. */
import { entries } from './effect.ts'

export const OTHERS: [string, string][] = [
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
  // A small matrix comes back as it is.
  ...entries('gives unknown holds', 'scipy.linalg.hessenberg scipy.linalg.decomp.hessenberg'),
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
  // Metrics and comparisons of packages that are else unknown.
  ...entries(
    'gives scalar calls',
    'imblearn.metrics. imbens.metrics. sktime.performance_metrics.forecasting.',
  ),
  ...entries(
    'gives unknown holds calls',
    `imblearn.metrics.make_index_balanced_accuracy imbens.metrics.make_index_balanced_accuracy
     linearmodels.iv.compare linearmodels.panel.compare`,
  ),
  ...entries(
    'gives list calls',
    `sksurv.metrics.concordance_index_censored sksurv.metrics.concordance_index_ipcw sksurv.metrics.brier_score
     sksurv.metrics.cumulative_dynamic_auc sksurv.metrics.integrated_brier_score
     sksurv.nonparametric.kaplan_meier_estimator sksurv.nonparametric.nelson_aalen_estimator`,
  ),
  ...entries('gives none shows', 'lmfit.report_fit lmfit.report_ci'),
  ...entries('plots gives plot', 'sktime.utils.plotting.'),
  ...entries('gives json reads 0', 'joblib.load scipy.io.loadmat scipy.io.arff.'),
  // The names of the files that it wrote.
  ...entries('gives list writes 1', 'joblib.dump'),
  ...entries('gives unknown holds', 'joblib.delayed'),
  ...entries(
    'gives none seeds torch',
    'torch.manual_seed torch.cuda.manual_seed torch.cuda.manual_seed_all torch.random.manual_seed',
  ),
  ...entries(
    'gives torch.Tensor holds',
    'torch.tensor torch.from_numpy torch.as_tensor torch.FloatTensor torch.LongTensor torch.Tensor',
  ),
  ...entries(
    'gives torch.Tensor',
    'torch.zeros torch.ones torch.arange torch.linspace torch.eye torch.full torch.zeros_like torch.ones_like',
  ),
  ...entries(
    'gives torch.Tensor draws torch',
    'torch.rand torch.randn torch.randint torch.randperm torch.normal torch.bernoulli torch.multinomial torch.rand_like torch.randn_like',
  ),
  ...entries(
    'gives scalar',
    'torch.no_grad torch.inference_mode torch.enable_grad torch.device torch.cuda.is_available torch.float32 torch.float64 torch.long torch.set_num_threads torch.set_default_dtype torch.cuda.device_count torch.backends.',
  ),
  // Layers draw their first weights; what they are made of changes nothing.
  ...entries(
    'gives unknown holds draws torch',
    `torch.nn.Sequential torch.nn.ModuleList torch.nn.ModuleDict torch.nn.Linear torch.nn.Bilinear torch.nn.Embedding
     torch.nn.BatchNorm1d torch.nn.BatchNorm2d torch.nn.LayerNorm torch.nn.GroupNorm torch.nn.Conv1d torch.nn.Conv2d
     torch.nn.LSTM torch.nn.GRU torch.nn.RNN torch.nn.TransformerEncoderLayer torch.nn.TransformerEncoder`,
  ),
  ...entries(
    'gives unknown holds',
    `torch.nn.ReLU torch.nn.LeakyReLU torch.nn.ELU torch.nn.SELU torch.nn.GELU torch.nn.SiLU torch.nn.Tanh torch.nn.Sigmoid
     torch.nn.Softmax torch.nn.LogSoftmax torch.nn.Softplus torch.nn.Dropout torch.nn.Flatten torch.nn.Identity
     torch.nn.MaxPool1d torch.nn.MaxPool2d torch.nn.AvgPool1d torch.nn.AvgPool2d torch.nn.AdaptiveAvgPool1d
     torch.nn.AdaptiveAvgPool2d torch.nn.MSELoss torch.nn.L1Loss torch.nn.HuberLoss torch.nn.SmoothL1Loss
     torch.nn.CrossEntropyLoss torch.nn.NLLLoss torch.nn.BCELoss torch.nn.BCEWithLogitsLoss
     torch.utils.data.TensorDataset torch.utils.data.DataLoader`,
  ),
  ...entries(
    'gives torch.Tensor holds draws torch',
    'torch.nn.functional.dropout torch.nn.functional.rrelu torch.nn.functional.gumbel_softmax',
  ),
  ...entries(
    'gives torch.Tensor holds',
    'torch.max torch.min torch.argmax torch.sum torch.mean torch.abs torch.exp torch.log torch.sqrt torch.cat torch.stack torch.where torch.sigmoid torch.relu torch.softmax torch.matmul torch.mm torch.squeeze torch.unsqueeze torch.flatten torch.transpose torch.nn.functional.',
  ),
]
