"""Tables of whatever kind the notebook has them in, as arrays."""
import numpy as np


def array_of(value):
    if hasattr(value, "detach"):  # a tensor of torch, perhaps on a graphics card or with its gradient
        value = value.detach().cpu().numpy()
    return value.toarray() if hasattr(value, "toarray") else np.asarray(value)


def is_several(value):
    """What a network with several inputs takes: `(numbers, codes)`."""
    return isinstance(value, (tuple, list)) and len(value) > 0 and all(np.ndim(each) > 0 for each in value)


def table_of(value):
    """[rows, columns]; several tables side by side."""
    if is_several(value):
        return np.hstack([table_of(each) for each in value])
    value = array_of(value)
    return value.reshape(len(value), -1)
