/** What joblib, torch and some small packages do. */
import { entries } from './effect.ts'

export const OTHERS: [string, string][] = [
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
