/** What plotting libraries do: they draw, and give back what they drew. */
import { entries } from './effect.ts'

export const PLOTTING: [string, string][] = [
  ...entries(
    'plots gives plot',
    'matplotlib. seaborn. plotly. mpl_toolkits. bokeh. altair. pylab. cycler. wordcloud. missingno. folium. ipywidgets. scikitplot.metrics. graphviz. pydot. plotnine. holoviews. hvplot.',
  ),
  ...entries(
    'plots gives pictured',
    'matplotlib.pyplot.hist matplotlib.pyplot.hist2d matplotlib.pyplot.boxplot matplotlib.pyplot.hexbin',
  ),
  // Asked without arguments they say how it is, else they change it (library.ts looks which).
  ...entries(
    'asks plots gives plot',
    `matplotlib.pyplot.axis matplotlib.pyplot.xlim matplotlib.pyplot.ylim matplotlib.pyplot.xticks matplotlib.pyplot.yticks
     matplotlib.pyplot.sca`,
  ),
  ...entries(
    'asks gives plot',
    `matplotlib.pyplot.gcf matplotlib.pyplot.gca matplotlib.pyplot.getp matplotlib.pyplot.get_fignums
     matplotlib.get_backend matplotlib.rc_params seaborn.color_palette matplotlib.pyplot.fignum_exists
     matplotlib.pyplot.get_figlabels matplotlib.pyplot.rcParams.get`,
  ),
  // Points are moved aside by lot.
  ...entries(
    'plots gives plot draws numpy',
    'seaborn.stripplot plotnine.geom_jitter plotnine.position_jitter',
  ),
  ...entries('plots gives plot draws numpy unless kind!=strip', 'seaborn.catplot'),
  ...entries('plots gives plot draws numpy when x_jitter|y_jitter', 'seaborn.regplot seaborn.lmplot'),
  ...entries('gives pandas.DataFrame reads 0', 'seaborn.load_dataset'),
  ...entries('gives pandas.DataFrame', 'plotly.express.data. plotly.data. vega_datasets.'),
  ...entries(
    'gives none plots',
    `matplotlib.pyplot.show plotly.io.show matplotlib.pyplot.tight_layout matplotlib.pyplot.close matplotlib.pyplot.grid matplotlib.pyplot.subplots_adjust matplotlib.pyplot.clf matplotlib.pyplot.cla matplotlib.pyplot.draw matplotlib.pyplot.pause matplotlib.style.use matplotlib.pyplot.style.use matplotlib.pyplot.set_cmap matplotlib.pyplot.switch_backend matplotlib.use seaborn.set seaborn.set_theme seaborn.set_style seaborn.set_context seaborn.set_palette seaborn.despine matplotlib.pyplot.rc matplotlib.pyplot.minorticks_on matplotlib.pyplot.margins`,
  ),
  ...entries('gives numpy.ndarray reads 0', 'matplotlib.pyplot.imread matplotlib.image.imread'),
  ...entries('asks gives none writes 0', 'matplotlib.pyplot.savefig matplotlib.pyplot.imsave'),
]
