// Keys of the duty list: J and K move, Enter opens, C, F and T lead to the form that asks for the reason. Off while
// somebody types, and off for good where somebody wished so (WCAG 2.1.4).
const off = 'qy-keys-off';
let key = null;

const rows = () => [...document.querySelectorAll('[data-duty] tbody tr')];

function mark() {
  const all = rows();
  if (all.length === 0) return null;
  const row = all.find((r) => r.dataset.key === key) ?? all[0];
  key = row.dataset.key;
  for (const r of all) r.classList.toggle('sel', r === row);
  return row;
}

function move(step) {
  const all = rows(), at = all.findIndex((r) => r.dataset.key === key);
  const next = all[Math.max(0, Math.min(all.length - 1, at + step))];
  if (!next) return;
  key = next.dataset.key;
  mark();
  next.scrollIntoView({ block: 'nearest' });
}

function stored() {
  try { return localStorage.getItem(off); } catch { return null; }
}

function say() {
  const button = document.querySelector('[data-keys]');
  if (!button) return;
  const on = !stored();
  button.setAttribute('aria-pressed', String(on));
  button.textContent = on ? '快捷键开着' : '快捷键关了';
}

document.addEventListener('keydown', (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || stored()) return;
  if (e.target.closest('input, textarea, select, button, a, summary, dialog, [contenteditable]')) return;
  const row = mark();
  if (!row) return;
  const to = { c: 'confirmed', f: 'false', t: 'handed' }[e.key.toLowerCase()];
  if (e.key.toLowerCase() === 'j') move(1);
  else if (e.key.toLowerCase() === 'k') move(-1);
  else if (e.key === 'Enter') location.assign(row.dataset.open);
  else if (to && row.dataset.waits) location.assign(`${row.dataset.open}&as=${to}`);
  else return;
  e.preventDefault();
});

document.addEventListener('click', (e) => {
  if (!e.target.closest('[data-keys]')) return;
  try { if (stored()) localStorage.removeItem(off); else localStorage.setItem(off, '1'); } catch { /* Private window. */ }
  say();
});

document.addEventListener('renewed', () => { mark(); say(); });
mark();
say();
