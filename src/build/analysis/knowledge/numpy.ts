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
    'where nonzero unique histogram meshgrid linalg.eig linalg.eigh linalg.svd linalg.qr linalg.lstsq polyfit gradient triu_indices tril_indices histogram2d histogramdd linalg.slogdet',
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
  // The last arguments, where they are given, are arrays to write into.
  ...entries(
    'gives numpy.ndarray changes 1',
    `abs absolute acos acosh arccos arccosh arcsin arcsinh arctan arctanh asin asinh atan atanh bitwise_count
     bitwise_invert bitwise_not cbrt ceil conj conjugate cos cosh deg2rad degrees exp exp2 expm1 fabs fix floor
     invert isfinite isinf isnan isnat isneginf isposinf log log10 log1p log2 logical_not negative positive rad2deg
     radians reciprocal rint sign signbit sin sinh spacing sqrt square tan tanh trunc strings.isalnum strings.isalpha
     strings.isdecimal strings.isdigit strings.islower strings.isnumeric strings.isspace strings.istitle
     strings.isupper strings.str_len char.isalnum char.isalpha char.isdecimal char.isdigit char.islower
     char.isnumeric char.isspace char.istitle char.isupper char.str_len`,
  ),
  ...entries(
    'gives numpy.ndarray changes 2',
    `add all alltrue amax amin any arctan2 argmax argmin around atan2 bitwise_and bitwise_left_shift bitwise_or
     bitwise_right_shift bitwise_xor choose concat concatenate copysign divide dot equal float_power floor_divide
     fmax fmin fmod gcd greater greater_equal heaviside hypot lcm ldexp left_shift less less_equal logaddexp
     logaddexp2 logical_and logical_or logical_xor matmul matvec max maximum median min minimum mod multiply
     nanargmax nanargmin nanmax nanmedian nanmin nextafter not_equal outer pow power ptp remainder right_shift round
     round_ sometrue stack subtract true_divide vecdot vecmat strings.add strings.equal strings.greater
     strings.greater_equal strings.less strings.less_equal strings.not_equal char.add char.equal char.greater
     char.greater_equal char.less char.less_equal char.not_equal`,
  ),
  ...entries(
    'gives numpy.ndarray changes 3',
    `clip compress cumprod cumproduct cumsum mean nancumprod nancumsum nanmean nanpercentile nanprod nanquantile
     nanstd nansum nanvar percentile prod product quantile std sum take var`,
  ),
  ...entries(
    'gives numpy.ndarray changes 4',
    `is_busday fft.fft fft.fft2 fft.fftn fft.hfft fft.ifft fft.ifft2 fft.ifftn fft.ihfft fft.irfft fft.irfft2
     fft.irfftn fft.rfft fft.rfft2 fft.rfftn`,
  ),
  ...entries('gives numpy.ndarray changes 5', 'busday_count trace'),
  ...entries('gives numpy.ndarray changes 6', 'busday_offset'),
  ...entries('gives list changes 1 changes 2', 'frexp modf'),
  ...entries('gives list changes 2 changes 3', 'divmod'),
  ...entries(
    'gives unknown holds calls changes 2',
    `ma.all ma.amax ma.amin ma.any ma.choose ma.max ma.median ma.min ma.ptp ma.round ma.round_ ma.stack`,
  ),
  ...entries(
    'gives unknown holds calls changes 3',
    `ma.argmax ma.argmin ma.clip ma.compress ma.cumprod ma.cumsum ma.dot ma.mean ma.prod ma.product ma.std ma.sum
     ma.take ma.var`,
  ),
  ...entries('gives unknown holds calls changes 5', 'ma.trace'),
].map(([name, entry]) => [name.startsWith('.') ? `numpy${name}` : `numpy.${name}`, entry])
