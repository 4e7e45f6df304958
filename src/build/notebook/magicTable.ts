/** What IPython's magics do to a program, as data. A magic that is not here is unknown: kept and refused. */

/** What a line magic does besides showing something. */
type LineEffect =
  /** Changes nothing that a script could read. */
  | 'none'
  /** Runs the Python that follows it: `%time f()`. */
  | 'runs'
  | 'changes-folder'
  | 'sets-environment'
  /** Runs a command of the shell, which may write files. */
  | 'shell'

const list = (names: string) => names.trim().split(/\s+/)
const table = <T>(effect: T, names: string): [string, T][] => list(names).map((name) => [name, effect])

export const LINE_MAGICS: ReadonlyMap<string, LineEffect> = new Map([
  ...table<LineEffect>(
    'none',
    `alias alias_magic autoawait autocall autoindent automagic autoreload aimport bookmark colors conda config
     connect_info dhist dirs doctest_mode edit gui hist history killbgscripts ldir less load loadpy autosave load_ext lf lk ll logoff logon
     logstart logstate logstop ls lsmagic lx macro magic mamba man matplotlib more notebook page pastebin pdef pdoc
     pfile pinfo pinfo2 pip pprint precision psearch psource pwd pycat pylint quickref recall rehashx reload_ext rerun
     save tb timeit unalias unload_ext uv watermark who who_ls whos xmode tensorboard pdb debug qtconsole env_list
     memit memray_flamegraph black nb_black lab_black`,
  ),
  ...table<LineEffect>('runs', 'time prun lprun mprun'),
  ...table<LineEffect>('changes-folder', 'cd'),
  ...table<LineEffect>('sets-environment', 'env set_env'),
  ...table<LineEffect>('shell', 'sx system sc bash sh mkdir rmdir rm rmdir cp mv cat'),
])

type CellEffect =
  /** Runs its body as Python. */
  | 'runs'
  /** Runs its body as Python and hides what it shows. */
  | 'captures'
  /** Nothing of it stays. */
  | 'none'
  /** Another language, in a process of its own: it may write files. */
  | 'foreign'
  | 'writes-file'

export const CELL_MAGICS: ReadonlyMap<string, CellEffect> = new Map([
  ...table<CellEffect>(
    'runs',
    'time prun lprun mprun memray_flamegraph black nb_black mypy scalene pyinstrument',
  ),
  ...table<CellEffect>('captures', 'capture'),
  ...table<CellEffect>('none', 'timeit html HTML javascript js latex markdown svg SVG memit'),
  ...table<CellEffect>(
    'foreign',
    'bash sh script sx system ! perl ruby python python2 python3 pypy cmd powershell',
  ),
  ...table<CellEffect>('writes-file', 'writefile file'),
])

/** Commands that only show something, or install packages, which a script does not do. */
export const HARMLESS_COMMANDS: ReadonlySet<string> = new Set(
  list(`ls dir cat head tail wc pwd which whoami uname date du df free nvidia-smi tree grep ps top pip pip3 conda mamba
        apt apt-get uv brew nproc lscpu file stat hostname env printenv node npm jupyter`),
)

/** Commands whose only purpose is to install something. */
export const INSTALLING_COMMANDS = /^(?:pip3?|conda|mamba|apt|apt-get|uv|brew|npm)\b/

/** Line magics that show what a session knows and a script doesn't. */
export const SHOWING_MAGICS = new RegExp(
  `^[ \\t]*%(${list('who who_ls whos hist history recall rerun dhist dirs lsmagic quickref macro load loadpy pycat pdef pdoc pfile psource psearch pinfo pinfo2 env_list store').join('|')})\\b`,
)

/** Harmless commands that run another, or write, as they are given here. */
export const RUNNING_COMMANDS =
  /^(?:env\s+\S|node\s+(?!-v\b|--version\b)\S|npm\s+(?:run|exec|start|test)\b|(?:uv|conda|mamba)\s+run\b|jupyter\s+(?:nbconvert|execute|run)\b)/

/** Magics that people type without their `%`, and that no Python statement looks like. */
export const BARE_MAGICS =
  /^(?:(?:pip3?|conda|mamba)\s+(?:install|uninstall|list|show|freeze|update)\b|matplotlib\s+(?:inline|notebook|widget|qt)\b|(?:ls|cd|cat|mkdir|load_ext|reload_ext|autoreload)\s+[\w./~-]+\s*$)/
