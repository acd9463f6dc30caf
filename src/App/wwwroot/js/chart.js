// Loads ECharts once and draws under our rules: canvas tooltips (an HTML tooltip brings inline styles, which the
// content security policy refuses), our colours, no animation where the reader asked for none.
let loading = null;
const base = new URL('../lib/echarts/echarts.common.min.js', import.meta.url).href;

export const colour = {
  ours: '#0B5CAD', stated: '#8A5A00', raw: '#8A93A0', limit: '#1F2329', over: '#C8102E',
  rule: '#E8EBEF', text: '#1F2329', muted: '#5B6472',
};

/** The library, or null where it was not restored: the page then shows its table. */
export function echarts() {
  loading ??= import(base).then(() => globalThis.echarts ?? null, () => null);
  return loading;
}

/** Draws `option` into `element`; returns the chart, or null without the library. */
export async function draw(element, option) {
  const lib = await echarts();
  if (!lib) { element.hidden = true; element.closest('[data-chart]')?.querySelector('details')?.setAttribute('open', ''); return null; }
  const chart = lib.getInstanceByDom(element) ?? lib.init(element, null, { renderer: 'canvas' });
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  chart.setOption({
    animation: !still && option.animation === true,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour.text },
    ...option,
    tooltip: option.tooltip && { ...option.tooltip, renderMode: 'richText' },
  }, { notMerge: true });
  if (!element.watched) {
    element.watched = new ResizeObserver(() => chart.resize());
    element.watched.observe(element);
  }
  return chart;
}
