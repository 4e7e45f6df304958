/** What `from module import *` binds. */

/**
 * By module: of numpy, pandas and scikit-learn what `__all__` holds in scikit-learn 1.2 to 1.9, numpy 1.24 to 2.4 and pandas 1.5
 * to 3.1; `?` behind a name: only in some of them.
 */
const STARS: Readonly<Record<string, string>> = {
  math: `acos acosh asin asinh atan atan2 atanh cbrt ceil comb copysign cos cosh degrees dist e erf erfc exp exp2 expm1
    fabs factorial floor fmod frexp fsum gamma gcd hypot inf isclose isfinite isinf isnan isqrt lcm ldexp lgamma log
    log10 log1p log2 modf nan nextafter perm pi pow prod radians remainder sin sinh sqrt sumprod tan tanh tau trunc ulp`,
  decimal: `BasicContext Clamped Context ConversionSyntax Decimal DecimalException DecimalTuple DefaultContext DivisionByZero
    DivisionImpossible DivisionUndefined ExtendedContext FloatOperation HAVE_CONTEXTVAR HAVE_THREADS Inexact InvalidContext
    InvalidOperation MAX_EMAX MAX_PREC MIN_EMIN MIN_ETINY Overflow ROUND_05UP ROUND_CEILING ROUND_DOWN ROUND_FLOOR
    ROUND_HALF_DOWN ROUND_HALF_EVEN ROUND_HALF_UP ROUND_UP Rounded Subnormal Underflow getcontext localcontext setcontext`,
  collections: 'ChainMap Counter OrderedDict UserDict UserList UserString defaultdict deque namedtuple',
  itertools: `accumulate batched chain combinations combinations_with_replacement compress count cycle dropwhile
    filterfalse groupby islice pairwise permutations product repeat starmap takewhile tee zip_longest`,
  random: `Random SystemRandom betavariate binomialvariate choice choices expovariate gammavariate gauss getrandbits
    getstate lognormvariate normalvariate paretovariate randbytes randint random randrange sample seed setstate shuffle
    triangular uniform vonmisesvariate weibullvariate`,
  'sklearn.metrics': `ConfusionMatrixDisplay DetCurveDisplay DistanceMetric PrecisionRecallDisplay PredictionErrorDisplay RocCurveDisplay
    SCORERS? accuracy_score adjusted_mutual_info_score adjusted_rand_score auc average_precision_score
    balanced_accuracy_score brier_score_loss calinski_harabasz_score check_scoring class_likelihood_ratios
    classification_report cluster cohen_kappa_score completeness_score confusion_matrix confusion_matrix_at_thresholds?
    consensus_score coverage_error d2_absolute_error_score d2_brier_score? d2_log_loss_score? d2_pinball_score
    d2_tweedie_score davies_bouldin_score dcg_score det_curve euclidean_distances explained_variance_score f1_score
    fbeta_score fowlkes_mallows_score get_scorer get_scorer_names hamming_loss hinge_loss
    homogeneity_completeness_v_measure homogeneity_score jaccard_score label_ranking_average_precision_score
    label_ranking_loss log_loss make_scorer matthews_corrcoef max_error mean_absolute_error mean_absolute_percentage_error
    mean_gamma_deviance mean_pinball_loss mean_poisson_deviance mean_squared_error mean_squared_log_error
    mean_tweedie_deviance median_absolute_error metric_at_thresholds? multilabel_confusion_matrix mutual_info_score
    nan_euclidean_distances ndcg_score normalized_mutual_info_score pair_confusion_matrix pairwise_distances
    pairwise_distances_argmin pairwise_distances_argmin_min pairwise_distances_chunked pairwise_kernels
    precision_recall_curve precision_recall_fscore_support precision_score r2_score rand_score recall_score roc_auc_score
    roc_curve root_mean_squared_error? root_mean_squared_log_error? silhouette_samples silhouette_score
    top_k_accuracy_score v_measure_score zero_one_loss`,
  'sklearn.model_selection': `BaseCrossValidator BaseShuffleSplit FixedThresholdClassifier? GridSearchCV GroupKFold GroupShuffleSplit
    HalvingGridSearchCV? HalvingRandomSearchCV? KFold LearningCurveDisplay LeaveOneGroupOut LeaveOneOut LeavePGroupsOut
    LeavePOut ParameterGrid ParameterSampler PredefinedSplit RandomizedSearchCV RepeatedKFold RepeatedStratifiedKFold
    ShuffleSplit StratifiedGroupKFold StratifiedKFold StratifiedShuffleSplit TimeSeriesSplit TunedThresholdClassifierCV?
    ValidationCurveDisplay? check_cv cross_val_predict cross_val_score cross_validate learning_curve
    permutation_test_score train_test_split validation_curve`,
  'sklearn.preprocessing': `Binarizer FunctionTransformer KBinsDiscretizer KernelCenterer LabelBinarizer LabelEncoder MaxAbsScaler MinMaxScaler
    MultiLabelBinarizer Normalizer OneHotEncoder OrdinalEncoder PolynomialFeatures PowerTransformer QuantileTransformer
    RobustScaler SplineTransformer StandardScaler TargetEncoder? add_dummy_feature binarize label_binarize maxabs_scale
    minmax_scale normalize power_transform quantile_transform robust_scale scale`,
  'sklearn.linear_model': `ARDRegression BayesianRidge ElasticNet ElasticNetCV GammaRegressor Hinge? Huber? HuberRegressor Lars LarsCV Lasso
    LassoCV LassoLars LassoLarsCV LassoLarsIC LinearRegression Log? LogisticRegression LogisticRegressionCV ModifiedHuber?
    MultiTaskElasticNet MultiTaskElasticNetCV MultiTaskLasso MultiTaskLassoCV OrthogonalMatchingPursuit
    OrthogonalMatchingPursuitCV PassiveAggressiveClassifier PassiveAggressiveRegressor Perceptron PoissonRegressor
    QuantileRegressor RANSACRegressor Ridge RidgeCV RidgeClassifier RidgeClassifierCV SGDClassifier SGDOneClassSVM
    SGDRegressor SquaredLoss? TheilSenRegressor TweedieRegressor enet_path lars_path lars_path_gram lasso_path
    orthogonal_mp orthogonal_mp_gram ridge_regression`,
  'sklearn.ensemble': `AdaBoostClassifier AdaBoostRegressor BaggingClassifier BaggingRegressor BaseEnsemble ExtraTreesClassifier
    ExtraTreesRegressor GradientBoostingClassifier GradientBoostingRegressor HistGradientBoostingClassifier
    HistGradientBoostingRegressor IsolationForest RandomForestClassifier RandomForestRegressor RandomTreesEmbedding
    StackingClassifier StackingRegressor VotingClassifier VotingRegressor`,
  'sklearn.tree': `BaseDecisionTree DecisionTreeClassifier DecisionTreeRegressor ExtraTreeClassifier ExtraTreeRegressor export_graphviz
    export_text plot_tree`,
  'sklearn.svm': 'LinearSVC LinearSVR NuSVC NuSVR OneClassSVM SVC SVR l1_min_c',
  'sklearn.neighbors': `BallTree DistanceMetric? KDTree KNeighborsClassifier KNeighborsRegressor KNeighborsTransformer KernelDensity
    LocalOutlierFactor NearestCentroid NearestNeighbors NeighborhoodComponentsAnalysis RadiusNeighborsClassifier
    RadiusNeighborsRegressor RadiusNeighborsTransformer VALID_METRICS VALID_METRICS_SPARSE kneighbors_graph
    radius_neighbors_graph sort_graph_by_row_values`,
  'sklearn.naive_bayes': 'BernoulliNB CategoricalNB ComplementNB GaussianNB MultinomialNB',
  'sklearn.discriminant_analysis': 'LinearDiscriminantAnalysis QuadraticDiscriminantAnalysis',
  'sklearn.neural_network': 'BernoulliRBM MLPClassifier MLPRegressor',
  'sklearn.decomposition': `DictionaryLearning FactorAnalysis FastICA IncrementalPCA KernelPCA LatentDirichletAllocation
    MiniBatchDictionaryLearning MiniBatchNMF MiniBatchSparsePCA NMF PCA SparseCoder SparsePCA TruncatedSVD dict_learning
    dict_learning_online fastica non_negative_factorization randomized_svd sparse_encode`,
  'sklearn.cluster': `AffinityPropagation AgglomerativeClustering Birch BisectingKMeans DBSCAN FeatureAgglomeration HDBSCAN? KMeans
    MeanShift MiniBatchKMeans OPTICS SpectralBiclustering SpectralClustering SpectralCoclustering affinity_propagation
    cluster_optics_dbscan cluster_optics_xi compute_optics_graph dbscan estimate_bandwidth get_bin_seeds k_means
    kmeans_plusplus linkage_tree mean_shift spectral_clustering ward_tree`,
  'sklearn.pipeline': 'FeatureUnion Pipeline make_pipeline make_union',
  'sklearn.compose':
    'ColumnTransformer TransformedTargetRegressor make_column_selector make_column_transformer',
  'sklearn.impute': 'KNNImputer MissingIndicator SimpleImputer',
  'sklearn.feature_selection': `GenericUnivariateSelect RFE RFECV SelectFdr SelectFpr SelectFromModel SelectFwe SelectKBest SelectPercentile
    SelectorMixin SequentialFeatureSelector VarianceThreshold chi2 f_classif f_oneway f_regression mutual_info_classif
    mutual_info_regression r_regression`,
  'sklearn.feature_extraction.text': `CountVectorizer ENGLISH_STOP_WORDS HashingVectorizer TfidfTransformer TfidfVectorizer strip_accents_ascii
    strip_accents_unicode strip_tags`,
  'sklearn.datasets': `clear_data_home dump_svmlight_file fetch_20newsgroups fetch_20newsgroups_vectorized fetch_california_housing
    fetch_covtype fetch_file? fetch_kddcup99 fetch_lfw_pairs fetch_lfw_people fetch_olivetti_faces fetch_openml fetch_rcv1
    fetch_species_distributions get_data_home load_breast_cancer load_diabetes load_digits load_files load_iris
    load_linnerud load_sample_image load_sample_images load_svmlight_file load_svmlight_files load_wine make_biclusters
    make_blobs make_checkerboard make_circles make_classification make_friedman1 make_friedman2 make_friedman3
    make_gaussian_quantiles make_hastie_10_2 make_low_rank_matrix make_moons make_multilabel_classification
    make_regression make_s_curve make_sparse_coded_signal make_sparse_spd_matrix make_sparse_uncorrelated make_spd_matrix
    make_swiss_roll`,
  pandas: `ArrowDtype BooleanDtype Categorical CategoricalDtype CategoricalIndex DataFrame DateOffset DatetimeIndex
    DatetimeTZDtype ExcelFile ExcelWriter Flags Float32Dtype Float64Dtype Grouper HDFStore Index IndexSlice Int16Dtype
    Int32Dtype Int64Dtype Int8Dtype Interval IntervalDtype IntervalIndex MultiIndex NA NaT NamedAgg NamedFunc? Period
    PeriodDtype PeriodIndex RangeIndex Series SparseDtype StringDtype Timedelta TimedeltaIndex Timestamp UInt16Dtype
    UInt32Dtype UInt64Dtype UInt8Dtype __git_version__? __version__? api array arrays bdate_range col? concat crosstab cut
    date_range describe_option errors eval factorize from_dummies get_dummies get_option infer_freq interval_range io isna
    isnull json_normalize lreshape melt merge merge_asof merge_ordered notna notnull offsets option_context options
    period_range pivot pivot_table plotting qcut read_clipboard read_csv read_excel read_feather read_fwf read_gbq?
    read_hdf read_html read_iceberg? read_json read_orc read_parquet read_pickle read_sas read_spss read_sql
    read_sql_query read_sql_table read_stata read_table read_xml reset_option set_eng_float_format set_option
    show_versions test testing timedelta_range to_datetime to_numeric to_pickle to_timedelta tseries unique value_counts?
    wide_to_long`,
  numpy: `ALLOW_THREADS? AxisError? BUFSIZE? CLIP? ComplexWarning? DataSource? ERR_CALL? ERR_DEFAULT? ERR_IGNORE? ERR_LOG?
    ERR_PRINT? ERR_RAISE? ERR_WARN? FLOATING_POINT_SUPPORT? FPE_DIVIDEBYZERO? FPE_INVALID? FPE_OVERFLOW? FPE_UNDERFLOW?
    False_ Inf? Infinity? MAXDIMS? MAY_SHARE_BOUNDS? MAY_SHARE_EXACT? ModuleDeprecationWarning? NAN? NINF? NZERO? NaN?
    PINF? PZERO? RAISE? RankWarning? SHIFT_DIVIDEBYZERO? SHIFT_INVALID? SHIFT_OVERFLOW? SHIFT_UNDERFLOW? ScalarType
    TooHardError? True_ UFUNC_BUFSIZE_DEFAULT? UFUNC_PYVALS_NAME? VisibleDeprecationWarning? WRAP? _UFUNC_API?
    __array_namespace_info__? __version__ _add_newdoc_ufunc? _get_promotion_state? _no_nep50_warning?
    _set_promotion_state? abs? absolute acos? acosh? add add_docstring? add_newdoc? add_newdoc_ufunc? all allclose
    alltrue? amax amin angle any append apply_along_axis apply_over_axes arange arccos arccosh arcsin arcsinh arctan
    arctan2 arctanh argmax argmin argpartition argsort argwhere around array array2string array_equal array_equiv
    array_repr array_split array_str asanyarray asarray asarray_chkfinite ascontiguousarray asfarray? asfortranarray asin?
    asinh? asmatrix astype? atan? atan2? atanh? atleast_1d atleast_2d atleast_3d average bartlett base_repr binary_repr
    bincount bitwise_and bitwise_count? bitwise_invert? bitwise_left_shift? bitwise_not bitwise_or bitwise_right_shift?
    bitwise_xor blackman block bmat bool? bool_ broadcast broadcast_arrays broadcast_shapes broadcast_to busday_count
    busday_offset busdaycalendar byte byte_bounds? bytes_ c_ can_cast cast? cbrt cdouble ceil cfloat? char character
    chararray? choose clip clongdouble clongfloat? column_stack common_type compare_chararrays? complex128 complex256
    complex64 complex_? complexfloating compress concat? concatenate conj conjugate convolve copy copysign copyto core?
    corrcoef correlate cos cosh count_nonzero cov cross csingle ctypeslib cumprod cumproduct? cumsum cumulative_prod?
    cumulative_sum? datetime64 datetime_as_string datetime_data deg2rad degrees delete deprecate? deprecate_with_doc? diag
    diag_indices diag_indices_from diagflat diagonal diff digitize disp? divide divmod dot double dsplit dstack dtype
    dtypes? e ediff1d einsum einsum_path emath empty empty_like equal errstate euler_gamma exceptions? exp exp2
    expand_dims expm1 extract eye f2py? fabs fastCopyAndTranspose? fft fill_diagonal find_common_type? finfo fix flatiter
    flatnonzero flexible flip fliplr flipud float128 float16 float32 float64 float_? float_power floating floor
    floor_divide fmax fmin fmod format_float_positional format_float_scientific format_parser? frexp from_dlpack
    frombuffer fromfile fromfunction fromiter frompyfunc fromregex fromstring full full_like gcd generic genfromtxt
    geomspace get_array_wrap? get_include get_printoptions getbufsize geterr geterrcall geterrobj? gradient greater
    greater_equal half hamming hanning heaviside histogram histogram2d histogram_bin_edges histogramdd hsplit hstack hypot
    i0 identity iinfo imag in1d? index_exp indices inexact inf info infty? inner insert int16 int32 int64 int8 int_ intc
    integer interp intersect1d intp invert is_busday isclose iscomplex iscomplexobj isdtype? isfinite isfortran isin isinf
    isnan isnat isneginf isposinf isreal isrealobj isscalar issctype? issubclass_? issubdtype issubsctype? iterable ix_
    kaiser kron lcm ldexp left_shift less less_equal lexsort lib? linalg linspace little_endian load loadtxt log log10
    log1p log2 logaddexp logaddexp2 logical_and logical_not logical_or logical_xor logspace long? longcomplex? longdouble
    longfloat? longlong lookfor? ma mask_indices mat? math? matmul matrix matrix_transpose? matvec? max? maximum
    maximum_sctype? may_share_memory mean median memmap meshgrid mgrid min? min_scalar_type minimum mintypecode mod modf
    moveaxis msort? multiply nan nan_to_num nanargmax nanargmin nancumprod nancumsum nanmax nanmean nanmedian nanmin
    nanpercentile nanprod nanquantile nanstd nansum nanvar nbytes? ndarray ndenumerate ndim ndindex nditer negative
    nested_iters newaxis nextafter nonzero not_equal number obj2sctype? object_ ogrid ones ones_like outer packbits pad
    partition percentile permute_dims? pi piecewise place poly poly1d polyadd polyder polydiv polyfit polyint polymul
    polynomial? polysub polyval positive pow? power printoptions prod product? promote_types ptp put put_along_axis
    putmask quantile r_ rad2deg radians random ravel ravel_multi_index real real_if_close rec recarray recfromcsv?
    recfromtxt? reciprocal record remainder repeat require reshape resize result_type right_shift rint roll rollaxis roots
    rot90 round? round_? row_stack s_ safe_eval? save savetxt savez savez_compressed sctype2char? sctypeDict sctypes?
    searchsorted select set_numeric_ops? set_printoptions set_string_function? setbufsize setdiff1d seterr seterrcall
    seterrobj? setxor1d shape shares_memory short show_config show_runtime sign signbit signedinteger sin sinc single
    singlecomplex? sinh size sometrue? sort sort_complex source? spacing split sqrt square squeeze stack std str_ string_?
    strings? subtract sum swapaxes take take_along_axis tan tanh tensordot test? testing? tile timedelta64 trace
    tracemalloc_domain? transpose trapezoid? trapz? tri tril tril_indices tril_indices_from trim_zeros triu triu_indices
    triu_indices_from true_divide trunc typecodes typename typing? ubyte ufunc uint uint16 uint32 uint64 uint8 uintc uintp
    ulong? ulonglong unicode_? union1d unique unique_all? unique_counts? unique_inverse? unique_values? unpackbits
    unravel_index unsignedinteger unstack? unwrap ushort vander var vdot vecdot? vecmat? vectorize void vsplit vstack
    where who? zeros zeros_like`,
}

export interface StarName {
  readonly name: string
  /** In every version that was looked at. */
  readonly certain: boolean
}

/** @returns undefined where it is not known */
export function starNames(module: string): StarName[] | undefined {
  return STARS[module]
    ?.trim()
    .split(/\s+/)
    .map((name) => ({ name: name.replace('?', ''), certain: !name.endsWith('?') }))
}
