/** What scipy, joblib and torch do. */
import { entries } from './effect.ts'

export const OTHERS: [string, string][] = [
  ...entries(
    'gives numpy.ndarray',
    'scipy.special. scipy.linalg. scipy.spatial. scipy.signal. scipy.interpolate. scipy.integrate. scipy.cluster. scipy.ndimage. scipy.fft. scipy.constants.',
  ),
  ...entries(
    'gives unknown draws numpy unless random_state',
    `scipy.stats.bootstrap scipy.stats.permutation_test scipy.stats.monte_carlo_test scipy.sparse.random
     scipy.optimize.differential_evolution scipy.optimize.dual_annealing scipy.optimize.basinhopping
     scipy.cluster.vq.kmeans scipy.cluster.vq.kmeans2 scipy.sparse.rand scipy.sparse.random_array
     scipy.sparse.linalg.svds scipy.sparse.linalg.eigsh scipy.sparse.linalg.eigs`,
  ),
  ...entries('gives numpy.ndarray calls', 'scipy.optimize. scipy.integrate. scipy.interpolate.'),
  ...entries('gives unknown', 'scipy.stats. scipy.spatial. scipy.interpolate. scipy.optimize.'),
  ...entries('gives unknown holds', 'scipy.sparse.'),
  ...entries('gives json reads 0', 'joblib.load scipy.io.loadmat scipy.io.arff.'),
  ...entries('gives none writes 1', 'joblib.dump'),
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
  ...entries(
    'gives torch.Tensor holds',
    'torch.max torch.min torch.argmax torch.sum torch.mean torch.abs torch.exp torch.log torch.sqrt torch.cat torch.stack torch.where torch.sigmoid torch.relu torch.softmax torch.matmul torch.mm torch.squeeze torch.unsqueeze torch.flatten torch.transpose torch.nn.functional.',
  ),
]
