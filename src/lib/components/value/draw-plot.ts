import * as Plot from '@observablehq/plot';
import { DagbookError } from '../../base/errors';
import type { PlotMark, PlotSpec } from '../../definitions/display';

/** Marks that draw data and nothing else: no pictures from elsewhere, nothing that waits for a pointer. */
const marks =
  'areaX areaY area arrow auto axisFx axisFy axisX axisY barX barY bollingerX bollingerY boxX boxY cell cellX cellY circle contour delaunayLink delaunayMesh density differenceX differenceY dot dotX dotY frame geo graticule gridFx gridFy gridX gridY hexagon hexgrid hull line lineX lineY linearRegressionX linearRegressionY link raster rect rectX rectY ruleX ruleY sphere spike text textX textY tickX tickY tree vector vectorX vectorY voronoi voronoiMesh waffleX waffleY'.split(
    ' ',
  );
const transforms =
  'bin binX binY group groupX groupY groupZ hexbin stackX stackX1 stackX2 stackY stackY1 stackY2'.split(' ');

type Call = (...values: unknown[]) => unknown;

function called(kind: string, name: unknown, allowed: readonly string[]): Call {
  if (typeof name === 'string' && allowed.includes(name))
    return (Plot as unknown as Record<string, Call>)[name]!;
  throw new DagbookError(`A plot has no ${kind} "${String(name).slice(0, 100)}"`, {
    name: 'InvalidPlot',
    remedy: `There are ${allowed.join(', ')}.`,
  });
}

/** Options that would reach beyond the drawing. */
const reaching = ['document', 'className', 'style', 'href', 'target'];
const plainOptions = (options: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(options).filter(([name]) => !reaching.includes(name)));

function markOf({ mark, data, transform, ...given }: PlotMark): unknown {
  const draw = called('mark', mark, marks);
  const options = plainOptions(given);
  const made = transform ? called('transform', transform[0], transforms)(transform[1], options) : options;
  return data === undefined ? draw(made) : draw(data, made);
}

/** The drawing as text for a frame, and its height in pixels. Throws `InvalidPlot`, or what the library throws. */
export function drawPlot(spec: PlotSpec, width: number): { readonly html: string; readonly height: number } {
  const { marks: given, ...options } = spec;
  const made = Plot.plot({
    width,
    ...plainOptions(options),
    marks: given.map(markOf) as Plot.Markish[],
  });
  // Legends and captions stand around the drawing, which is the tallest.
  const drawings = made instanceof SVGElement ? [made] : [...made.querySelectorAll('svg')];
  const tallest = Math.max(...drawings.map((svg) => Number(svg.getAttribute('height')) || 0));
  const around =
    made instanceof SVGElement ? 0 : 45 * (made.querySelectorAll(':scope > :not(style)').length - 1);
  return { html: made.outerHTML, height: (tallest || 400) + around };
}
