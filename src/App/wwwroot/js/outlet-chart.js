// The curve of one outlet on ECharts. Draws what the data route says: missing time stays empty, our hours are solid
// blue steps, the logger's own are dashed amber, the limit is a dashed black line with its number.
import { draw as paint } from './chart.js';
import { onMoved } from './live.js';

const HOUR = 3600000;
const axis = { text: '#5B6472', dark: '#1F2329', line: '#8A93A0', soft: '#EEF0F3', rule: '#D5DAE1' };
const blue = '#0B5CAD', amber = '#B07400', red = '#C8102E', grey = '#7C8794';

const beijing = (time) => new Date(time + 8 * HOUR);
const two = (n) => String(n).padStart(2, '0');
const clock = (time) => { const d = beijing(time); return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`; };
const day = (time) => { const d = beijing(time); return `${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`; };

// A line of steps with a hole wherever an hour has no value: ECharts does not join across null.
function steps(hours) {
  const line = [];
  for (let i = 0; i < hours.length; i++) {
    if (i > 0 && hours[i - 1].to !== hours[i].from) line.push([hours[i - 1].to, null]);
    line.push([hours[i].from, hours[i].value], [hours[i].to, hours[i].value]);
  }
  return line;
}

// A curve of points with a hole wherever the next one is much later than usual.
function broken(points) {
  if (points.length < 3) return points.map((p) => [p.time, p.value]);
  const gaps = points.slice(1).map((p, i) => p.time - points[i].time).sort((a, b) => a - b);
  const usual = gaps[Math.floor(gaps.length / 2)], line = [];
  points.forEach((p, i) => {
    if (i > 0 && p.time - points[i - 1].time > 3 * usual) line.push([points[i - 1].time + 1, null]);
    line.push([p.time, p.value]);
  });
  return line;
}

function extent(data) {
  const values = [...data.minutes.map((p) => p.value), ...data.ours.map((h) => h.value),
    ...data.stated.map((h) => h.value), ...data.limits.map((l) => l.value)];
  if (values.length === 0) return [0, 1];
  const low = Math.min(...values), high = Math.max(...values);
  // The limit far above all values would press them flat: it is then told, not drawn to scale.
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
}

function ticks(data) {
  const hours = (data.to - data.from) / HOUR;
  return hours <= 6 ? HOUR : hours <= 24 ? 4 * HOUR : hours <= 24 * 8 ? 24 * HOUR : hours <= 24 * 32 ? 5 * 24 * HOUR : Math.ceil(hours / 24 / 12) * 24 * HOUR;
}

function option(data, font) {
  const lanes = data.lanes, laneHeight = 24, top = 26, main = 232;
  const lanesTop = top + main + 18, lanesHeight = Math.max(lanes.length, 1) * laneHeight;
  const lowerTop = lanesTop + lanesHeight + 14, lower = data.lower !== null;
  const [low, high] = extent(data);
  const long = data.to - data.from > 25 * HOUR;
  const label = (time) => long ? day(time) : (clock(time) === '00:00' ? `${day(time)}` : clock(time));
  const grids = [{ top, height: main }, { top: lanesTop, height: lanesHeight }];
  if (lower) grids.push({ top: lowerTop, height: 46 });
  const last = grids.length - 1;
  const base = { axisTick: { show: false }, axisLabel: { color: axis.text, fontSize: 13, fontFamily: font } };
  const colour = (time) => ({ color: time });
  const marks = data.marks.map((m) => [
    { xAxis: m.from, itemStyle: colour('#E3E7EC'),
      label: { show: true, formatter: m.to - m.from > (data.to - data.from) / 60 ? m.word : '', position: 'insideTop',
        color: axis.text, fontSize: 12 } },
    { xAxis: m.to }]);
  const gaps = data.gaps.map((g) => [
    { xAxis: g.from, itemStyle: { color: 'rgba(0,0,0,0)', borderColor: red, borderWidth: 1, borderType: 'dashed' },
      label: { show: true, formatter: g.to - g.from > (data.to - data.from) / 40 ? g.word : '', position: 'insideBottom',
        color: axis.dark, fontSize: 12, backgroundColor: '#fff', padding: [1, 3] } },
    { xAxis: g.to }]);
  const over = data.ours.filter((h) => h.exceeds);
  const peak = over.reduce((best, h) => (best === null || h.value > best.value ? h : best), null);
  const facing = peak && data.stated.find((h) => h.from === peak.from && h.value !== peak.value);
  const notes = [];
  if (peak) notes.push(note(peak, peak.text, red, 700, data));
  if (facing) notes.push(note(facing, `自报 ${facing.text}`, '#8A5A00', 400, data));
  const notable = lanes.flatMap((l) => l.events.filter((e) => e.notable).map((e) => e.from));

  return {
    animation: false, useUTC: false, textStyle: { fontFamily: font },
    aria: { enabled: false },
    tooltip: { trigger: 'axis', renderMode: 'richText', confine: true, axisPointer: { type: 'line' },
      formatter: (items) => tip(items, data) },
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    grid: grids.map((g) => ({ outerBoundsMode: 'none', left: 84, right: 24, ...g })),
    xAxis: grids.map((g, k) => ({
      gridIndex: k, type: 'value', min: data.from, max: data.to, interval: ticks(data), ...base,
      axisLabel: { ...base.axisLabel, show: k === last, formatter: label, showMaxLabel: true },
      axisLine: { show: k !== 1, onZero: false, lineStyle: { color: k === last ? axis.line : axis.rule } },
      splitLine: { show: true, lineStyle: { color: axis.soft } }, axisPointer: { label: { show: false } },
    })),
    yAxis: [
      { gridIndex: 0, type: 'value', min: low, max: high, ...base, axisLine: { show: false },
        axisLabel: { ...base.axisLabel, showMinLabel: false, showMaxLabel: false, formatter: (v) => String(+v.toPrecision(6)) },
        axisPointer: { show: false }, splitLine: { lineStyle: { color: axis.soft } } },
      { gridIndex: 1, type: 'category', data: lanes.map((l) => l.name), inverse: true, ...base, axisLine: { show: false },
        axisLabel: { ...base.axisLabel, color: axis.dark }, axisPointer: { show: false },
        splitLine: { show: true, lineStyle: { color: '#E8EBEF' } } },
      ...(lower ? [{ gridIndex: 2, type: 'value', scale: true, splitNumber: 1, name: `${data.lower.name}\n${data.lower.unit}`,
        nameLocation: 'middle', nameRotate: 0, nameGap: 10, nameTextStyle: { color: axis.dark, fontSize: 13, align: 'right' },
        ...base, axisLabel: { show: false }, axisLine: { show: false }, axisPointer: { show: false },
        splitLine: { show: false } }] : []),
    ],
    series: [
      { type: 'scatter', name: '分钟值', data: data.minutes.map((p) => [p.time, p.value]), symbolSize: 2.8, silent: true,
        large: true, itemStyle: { color: grey }, clip: true,
        markArea: { silent: true, data: [...marks, ...gaps] },
        markLine: { silent: true, symbol: 'none', label: { show: false },
          lineStyle: { color: red, type: [2, 3], width: 1, opacity: 0.55 }, data: notable.slice(0, 40).map((t) => ({ xAxis: t })) } },
      { type: 'scatter', name: '不计入', data: data.excluded.map((p) => [p.time, p.value]), symbolSize: 4, silent: true, clip: true,
        itemStyle: { color: '#fff', borderColor: '#8A93A0', borderWidth: 1 } },
      { type: 'line', name: '数采仪自报', data: steps(data.stated), showSymbol: false, clip: true, connectNulls: false,
        lineStyle: { color: amber, width: 2, type: [5, 4] }, itemStyle: { color: amber }, z: 4 },
      { type: 'line', name: '我们重算', data: steps(data.ours), showSymbol: false, clip: true, connectNulls: false,
        lineStyle: { color: blue, width: 2.5 }, itemStyle: { color: blue }, z: 5,
        markLine: { silent: true, symbol: 'none', data: data.limits.map((l) => [
          { coord: [l.from, l.value], lineStyle: { color: axis.dark, type: [5, 3], width: 1.2 },
            label: { show: true, formatter: `限值 ${l.text}`, position: early(peak, data) ? 'insideEndTop' : 'insideStartTop', color: axis.dark, fontWeight: 700, fontSize: 13 } },
          { coord: [l.to, l.value] }]) },
        markPoint: { silent: true, symbol: 'rect', symbolSize: [1, 1], itemStyle: { color: 'transparent' }, data: notes } },
      // Spans of events as thick short lines, each with its words beside it.
      ...lanes.flatMap((l, i) => l.events.map((e) => ({
        type: 'line', xAxisIndex: 1, yAxisIndex: 1, showSymbol: false, silent: true, animation: false, clip: true,
        tooltip: { show: false }, lineStyle: { color: e.notable ? red : '#8A93A0', width: 12, cap: 'butt' },
        data: [[e.from, i], [Math.max(e.to, e.from + (data.to - data.from) / 300), i]],
      }))),
      { type: 'scatter', xAxisIndex: 1, yAxisIndex: 1, silent: true, symbolSize: 1, tooltip: { show: false },
        itemStyle: { color: 'transparent' },
        data: lanes.flatMap((l, i) => l.events.filter((e) => wordy(l.events, e, data)).map((e) => ({
          value: [isLate(e, data) ? e.from : Math.max(e.to, e.from + (data.to - data.from) / 300), i], label: side(e, data) }))) },
      ...(lower ? [{ type: 'line', name: data.lower.name, xAxisIndex: 2, yAxisIndex: 2, data: broken(data.lower.points),
        showSymbol: false, connectNulls: false, lineStyle: { color: axis.text, width: 1.5 }, itemStyle: { color: axis.text } }] : []),
    ],
  };
}

// A number stands beside its hour, so that it covers neither the points nor the other line.
function note(hour, text, color, fontWeight, data) {
  const late = hour.to > data.from + (data.to - data.from) * 0.9;
  return { coord: [late ? hour.from : hour.to, hour.value],
    label: { show: true, formatter: text, position: late ? 'left' : 'right', distance: 6, color, fontWeight, fontSize: 14,
      backgroundColor: '#fff', padding: [1, 3] } };
}

function early(hour, data) {
  return hour !== null && hour.from < data.from + (data.to - data.from) * 0.3;
}

function isLate(event, data) {
  return event.from > data.from + (data.to - data.from) * 0.8;
}

function side(event, data) {
  return { show: true, formatter: event.text, position: isLate(event, data) ? 'left' : 'right', distance: 6,
    color: event.notable ? red : axis.text, fontWeight: event.notable ? 700 : 400, fontSize: 13 };
}

// Words need room: those of an event that follows closely are left to the table under the chart; notable ones go first.
function wordy(events, event, data) {
  const room = (data.to - data.from) / 9;
  return !events.some((e) => e !== event && Math.abs(e.from - event.from) < room
    && (e.notable === event.notable ? e.from < event.from : e.notable));
}

function tip(items, data) {
  if (items.length === 0) return '';
  const time = items[0].axisValue, lines = [`${day(time)} ${clock(time)}`];
  const hour = (list) => list.find((h) => h.from <= time && time < h.to);
  const ours = hour(data.ours), stated = hour(data.stated);
  if (ours) lines.push(`小时值（我们重算） ${ours.text} ${data.unit}`);
  if (stated) lines.push(`小时值（数采仪自报） ${stated.text} ${data.unit}`);
  const near = data.minutes.reduce((best, p) =>
    Math.abs(p.time - time) < Math.abs((best ? best.time : Infinity) - time) ? p : best, null);
  if (near && Math.abs(near.time - time) < 90000) lines.push(`${clock(near.time)} 分钟值 ${+near.value.toFixed(3)}`);
  const mark = data.marks.find((m) => m.from <= time && time < m.to), gap = data.gaps.find((g) => g.from <= time && time < g.to);
  if (mark) lines.push(`标记：${mark.word}`);
  if (gap) lines.push(gap.word);
  return lines.join('\n');
}

// A curve of minutes needs no more than one look in ten seconds.
const LOOK_EVERY = 10000;

async function show(box) {
  const font = getComputedStyle(document.body).fontFamily;
  let chart = null, shown = null, asking = false, next = 0;
  const load = async () => {
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch(box.dataset.outletChart, { headers: { Accept: 'application/json' } });
      if (!answer.ok) throw new Error(String(answer.status));
      shown = await answer.json();
      if (!chart) box.replaceChildren();
      const first = !chart;
      chart = await paint(box, option(shown, font));
      if (chart && first) chart.getZr().on('click', (event) => open(chart, shown, event));
    } catch {
      if (!chart) box.textContent = '曲线数据没有取到。请看下面的数据表，或者重新载入页面。';
    } finally {
      asking = false;
    }
  };
  await load();
  if (box.dataset.moving === 'yes') {
    onMoved(() => {
      if (document.hidden || Date.now() < next) return;
      next = Date.now() + LOOK_EVERY;
      load();
    });
  }
}

// A click on one of our hours walks down its origin.
function open(chart, data, event) {
  const point = [event.offsetX, event.offsetY];
  if (!chart.containPixel({ gridIndex: 0 }, point)) return;
  const [time] = chart.convertFromPixel({ gridIndex: 0 }, point);
  const hour = data.ours.find((h) => h.from <= time && time < h.to);
  if (hour && hour.link) location.assign(hour.link);
}

for (const box of document.querySelectorAll('[data-outlet-chart]')) show(box);
