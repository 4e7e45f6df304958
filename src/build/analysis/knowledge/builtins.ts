/** Python's own names. */
import { entries } from './effect.ts'

const NAMES = `
  ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError
  BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError
  ConnectionResetError DeprecationWarning EOFError Ellipsis EncodingWarning EnvironmentError Exception ExceptionGroup
  False FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError
  ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError
  MemoryError ModuleNotFoundError NameError None NotADirectoryError NotImplemented NotImplementedError OSError
  OverflowError PendingDeprecationWarning PermissionError ProcessLookupError RecursionError ReferenceError
  ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError
  SystemExit TabError TimeoutError True TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError
  UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning WindowsError ZeroDivisionError __build_class__
  __debug__ __import__ __loader__ __package__ __spec__ __builtins__ abs aiter all anext any ascii bin bool breakpoint
  bytearray bytes callable chr classmethod compile complex copyright credits delattr dict dir divmod enumerate eval
  exec exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass
  iter len license list locals map max memoryview min next object oct open ord pow print property quit range repr
  reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip`

const builtins = new Set(NAMES.trim().split(/\s+/))

/** Whether Python itself binds the name, before any notebook does. */
export function isBuiltin(name: string): boolean {
  return builtins.has(name)
}

/** Functions that only look at what they are given. */
export const BUILTINS: ReadonlyMap<string, string> = new Map([
  ...entries('gives text', 'bin chr hex oct bytes'),
  ...entries('gives text heeds how_objects_print', 'ascii format repr str'),
  ...entries(
    'gives scalar',
    'abs all any bool callable complex dir divmod isinstance issubclass len memoryview pow range round slice object help compile',
  ),
  ...entries('gives number', 'float hash id int ord'),
  ...entries('gives elements calls', 'min max sum'),
  ...entries('gives list calls', 'sorted'),
  ...entries('gives list', 'list'),
  ...entries('gives tuple', 'tuple'),
  ...entries('gives set', 'set frozenset'),
  ...entries('gives bytearray', 'bytearray'),
  ...entries('gives none shows', 'input'),
])
