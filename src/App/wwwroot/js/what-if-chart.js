// The index by each edition above, one item with the limits of each edition below, on one axis of days. A change of
// edition is a vertical line and the limit steps. The data stand in the page.
import { draw } from './chart.js';

const DAY = 86400000, BEIJING = 28800000;
const ink = { text: '#5B6472', dark: '#1F2329', line: '#8A93A0', soft: '#EEF0F3' };
const lines = ['#7C8794', '#0B5CAD', '#8A5A00'];

const two = (n) => String(n).padStart(2, '0');
const day = (time) => { const d = new Date(time + BEIJING); return `${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`; };
const full = (time) => `${new Date(time + BEIJING).getUTCFullYear()}-${day(time)}`;

function ticks(data, width) {
  const days = (data.to - data.from) / DAY, room = Math.max(3, Math.floor(width / 90));
  return [1, 2, 5, 7, 14, 31, 61, 92, 183, 366].find((step) => days / step <= room) * DAY;
}

function option(data, font, width) {
  const narrow = width < 600;
  const grids = [{ top: 44, height: 168 }, { top: 262, height: 168 }];
  const base = { axisTick: { show: false }, axisLabel: { color: ink.text, fontSize: 13, fontFamily: font } };
  const change = (labels) => ({ silent: true, symbol: 'none', data: data.changes.map((c) => ({
    xAxis: c.time, lineStyle: { color: ink.dark, width: 1, type: 'solid' },
    label: { show: labels, formatter: narrow ? c.day : `${c.day} ${c.words}`, position: 'end', color: ink.dark, fontSize: 13 } })) });
  const tall = Math.max(...data.values.map((p) => p.value ?? 0), ...data.limits.map((l) => l.value), 1);
  const high = Math.max(...data.index.flatMap((l) => l.points.map((p) => p.value ?? 0)), 100);
  return {
    animation: false, textStyle: { fontFamily: font }, aria: { enabled: false },
    tooltip: { trigger: 'axis', confine: true, axisPointer: { type: 'line' }, formatter: (items) => tip(items, data) },
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    grid: grids.map((g) => ({ outerBoundsMode: 'none', left: narrow ? 44 : 64, right: narrow ? 16 : 84, ...g })),
    xAxis: grids.map((g, k) => ({ gridIndex: k, type: 'value', min: data.from, max: data.to, interval: ticks(data, width), ...base,
      axisLabel: { ...base.axisLabel, show: k === 1, formatter: day, showMaxLabel: false },
      axisLine: { onZero: false, lineStyle: { color: ink.line } }, splitLine: { lineStyle: { color: ink.soft } },
      axisPointer: { label: { show: false } } })),
    yAxis: [
      { gridIndex: 0, type: 'value', min: 0, max: Math.ceil(high * 1.1 / 50) * 50, interval: 50, name: 'AQI', nameTextStyle: { color: ink.dark, fontSize: 13 }, ...base,
        axisLine: { show: false }, splitLine: { lineStyle: { color: ink.soft } }, axisPointer: { show: false } },
      { gridIndex: 1, type: 'value', min: 0, max: Math.ceil(tall * 1.15 / 10) * 10, name: `${data.item}（${data.unit}）`,
        nameTextStyle: { color: ink.dark, fontSize: 13, align: 'left' }, ...base,
        axisLabel: { ...base.axisLabel, showMaxLabel: false },
        axisLine: { show: false }, splitLine: { lineStyle: { color: ink.soft } }, axisPointer: { show: false } },
    ],
    series: [
      ...data.index.map((l, k) => ({ type: 'line', name: l.name, data: l.points.map((p) => [p.time, p.value]), connectNulls: false,
        showSymbol: data.values.length < 5, symbolSize: 5, lineStyle: { color: lines[k % 3], width: k === 0 ? 1.5 : 2.5 },
        itemStyle: { color: lines[k % 3] }, z: 3 + k,
        markLine: k === 0 ? change(true) : undefined })),
      { type: 'line', name: data.item, xAxisIndex: 1, yAxisIndex: 1, data: data.values.map((p) => [p.time, p.value]),
        connectNulls: false, showSymbol: true, symbolSize: 4, lineStyle: { color: '#7C8794', width: 1 }, itemStyle: { color: '#5B6472' },
        markLine: { ...change(false), data: [...change(false).data, ...data.limits.map((l) => [
          { coord: [l.from, l.value], lineStyle: l.inForce ? { color: ink.dark, type: [6, 3], width: 2 } : { color: ink.line, type: [2, 4], width: 1.2 },
            label: { show: true, formatter: `${l.inForce ? '限值 ' : `${l.name.slice(-4)} 版 `}${l.value}`,
              position: l.inForce ? 'insideStartTop' : 'insideEndTop', color: l.inForce ? ink.dark : ink.text, fontSize: l.inForce ? 13 : 12, fontWeight: l.inForce ? 700 : 400,
              backgroundColor: 'rgba(255,255,255,0.85)', padding: [1, 3] } },
          { coord: [l.to, l.value] }])] } },
    ],
  };
}

function tip(items, data) {
  if (items.length === 0) return '';
  const time = items[0].axisValue, near = (points) => points.find((p) => p.value !== null && Math.abs(p.time - time) <= DAY / 2);
  const out = [full(time)];
  for (const l of data.index) { const p = near(l.points); out.push(`AQI（${l.name}） ${p ? p.value : '不给出'}`); }
  const v = near(data.values);
  out.push(`${data.item} ${v ? `${v.value} ${data.unit}` : '缺测'}`);
  for (const l of data.limits) if (l.from <= time && time < l.to) out.push(`${l.name} 限值 ${l.value}${l.inForce ? '（施行中）' : ''}`);
  return out.join('\n');
}

for (const box of document.querySelectorAll('[data-what-if]')) {
  const data = JSON.parse(box.dataset.whatIf), font = getComputedStyle(document.body).fontFamily;
  box.replaceChildren();
  await draw(box, option(data, font, box.clientWidth));
}
