// Search over everything: Ctrl-K or / goes to the field, results come while typing, arrows choose, Enter opens.
// Without this module the field leads to the page of search.
const field = document.querySelector('[data-search]');
const box = document.querySelector('[data-found]');
const cache = new Map();
let asked = 0, at = -1;

const options = () => [...box.querySelectorAll('[role="option"]')];

function show(open) {
  box.hidden = !open;
  field.setAttribute('aria-expanded', String(open));
  if (!open) { at = -1; field.removeAttribute('aria-activedescendant'); }
}

function choose(step) {
  const all = options();
  if (all.length === 0) return;
  at = (at + step + all.length) % all.length;
  all.forEach((o, i) => o.setAttribute('aria-selected', String(i === at)));
  field.setAttribute('aria-activedescendant', all[at].id);
  all[at].scrollIntoView({ block: 'nearest' });
}

async function find() {
  const q = field.value.trim(), mine = ++asked;
  let html = cache.get(q);
  if (html === undefined) {
    try {
      const answer = await fetch(`${field.dataset.search}?q=${encodeURIComponent(q)}`);
      if (!answer.ok) return;
      html = await answer.text();
    } catch { return; /* The link is down: Enter still leads to the page when it is back. */ }
    if (cache.size > 50) cache.clear();
    cache.set(q, html);
  }
  if (mine !== asked) return;
  box.innerHTML = html;
  at = -1;
  show(true);
}

if (field && box) {
  field.setAttribute('role', 'combobox');
  field.setAttribute('aria-autocomplete', 'list');
  field.setAttribute('aria-controls', 'sr');
  show(false);
  let timer = 0;
  field.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(find, 120); });
  field.addEventListener('focus', find);
  field.addEventListener('keydown', (e) => {
    if (e.key === 'ArrowDown') { e.preventDefault(); choose(1); }
    else if (e.key === 'ArrowUp') { e.preventDefault(); choose(-1); }
    else if (e.key === 'Escape') { show(false); field.blur(); }
    else if (e.key === 'Enter' && !box.hidden && options().length > 0) {
      e.preventDefault();
      location.assign(options()[Math.max(at, 0)].href);
    }
  });
  document.addEventListener('click', (e) => { if (!e.target.closest('.w-search')) show(false); });
  document.addEventListener('focusin', (e) => { if (!e.target.closest('.w-search')) show(false); });
  document.addEventListener('keydown', (e) => {
    const typing = e.target.closest('input, textarea, select, [contenteditable]');
    if ((e.key === 'k' && (e.ctrlKey || e.metaKey)) || (e.key === '/' && !typing)) {
      e.preventDefault();
      field.focus();
      field.select();
    }
  });
}
