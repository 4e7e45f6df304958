/** What numpy does. */
import { entries } from './effect.ts'

export const NUMPY: [string, string][] = [
  ...entries('gives numpy.ndarray calls', '. linalg. fft. polynomial. char. lib. strings. testing.'),
  ...entries(
    'gives numpy.ndarray holds',
    'frombuffer asarray asanyarray ascontiguousarray asfortranarray atleast_1d atleast_2d atleast_3d ravel reshape squeeze transpose swapaxes moveaxis rollaxis expand_dims broadcast_to flip fliplr flipud rot90 diagonal trim_zeros require einsum ndarray from_dlpack ctypeslib. asmatrix matrix matrix_transpose permute_dims unstack rec. real imag split array_split hsplit vsplit dsplit lib.stride_tricks. ndenumerate asarray_chkfinite diag linalg.diagonal linalg.matrix_transpose linalg.matrix_power poly1d real_if_close polynomial.polyutils. clip/1',
  ),
  // Lists of views.
  ...entries('gives list holds', 'broadcast_arrays ix_'),
  // Masked arrays share their masks.
  ...entries('gives unknown holds calls', 'ma.'),
  // Whoever walks by it may write into each of the arrays that it was given.
  ...entries('gives unknown holds', 'nditer nested_iters broadcast'),
  ...entries(
    'gives list',
    'where nonzero unique histogram meshgrid linalg.eig linalg.eigh linalg.svd linalg.qr linalg.lstsq polyfit gradient modf frexp divmod triu_indices tril_indices histogram2d histogramdd linalg.slogdet',
  ),
  ...entries('gives numpy.ndarray holds changes 0', 'nan_to_num/2 nan_to_num/3 nan_to_num/4 nan_to_num/5'),
  // Without the two it gives positions, one array for each dimension.
  ...entries('gives numpy.ndarray', 'where/3'),
  ...entries(
    'gives scalar',
    'float64 float32 float16 float_ int64 int32 int16 int8 uint8 uint16 uint32 uint64 bool_ int_ str_ dtype iinfo finfo datetime64 timedelta64 isscalar shape ndim size allclose array_equal isclose issubdtype can_cast result_type array2string array_str array_repr format_float_positional get_printoptions geterr',
  ),
  ...entries(
    'gives none changes 0',
    'copyto put place putmask fill_diagonal put_along_axis add.at subtract.at random.shuffle ndarray.sort ma.put ma.putmask',
  ),
  ...entries('gives none writes 0', 'savetxt'),
  ...entries('gives none writes 0 ending .npy', 'save'),
  ...entries('gives none writes 0 ending .npz', 'savez savez_compressed'),
  ...entries('gives text heeds how_objects_print', 'array2string array_repr array_str'),
  ...entries('gives numpy.ndarray reads 0', 'loadtxt genfromtxt fromfile memmap'),
  ...entries('gives numpy.ndarray reads 0 objects if allow_pickle', 'load'),
  ...entries('gives scalar configures how_numpy_prints', 'set_printoptions'),
  ...entries('gives scalar configures how_numpy_prints within', 'printoptions'),
  ...entries('gives scalar configures how_numpy_warns', 'seterr seterrcall'),
  ...entries('gives scalar configures how_numpy_warns within', 'errstate'),
  ...entries('gives numpy.ndarray draws numpy', 'random. random.rand random.randn'),
  ...entries('gives none draws numpy changes 0', 'random.shuffle'),
  ...entries('gives none seeds numpy', 'random.seed random.set_state random.set_bit_generator'),
  ...entries(
    'gives generator',
    'random.default_rng random.RandomState random.Generator random.PCG64 random.MT19937 random.Philox random.SFC64',
  ),
  ...entries('gives seed_sequence', 'random.SeedSequence'),
  ...entries('gives first lazy', 'vectorize frompyfunc'),
  ...entries(
    'gives numpy.ndarray changes 2',
    `add subtract multiply divide true_divide floor_divide power float_power mod remainder fmod maximum minimum fmax fmin
     arctan2 hypot logaddexp logical_and logical_or logical_xor bitwise_and bitwise_or bitwise_xor left_shift right_shift
     greater greater_equal less less_equal equal not_equal copysign dot matmul gcd lcm max min amax amin argmax argmin
     round around concatenate`,
  ),
  ...entries(
    'gives numpy.ndarray changes 1',
    `sqrt exp exp2 log log2 log10 log1p expm1 abs absolute fabs negative positive sign sin cos tan arcsin arccos arctan
     sinh cosh tanh floor ceil rint trunc square reciprocal cbrt isnan isfinite isinf logical_not invert degrees radians
     deg2rad rad2deg conj conjugate`,
  ),
  ...entries(
    'gives numpy.ndarray changes 3',
    'sum prod mean std var cumsum cumprod clip take nansum nanmean median',
  ),
].map(([name, entry]) => [name.startsWith('.') ? `numpy${name}` : `numpy.${name}`, entry])
