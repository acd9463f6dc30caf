// A card beside a value of ours while the pointer or the focus rests on it: where the number comes from, in five lines.
// The link itself leads to the page; whoever has no pointer, no script or no patience loses nothing.
const WAIT = 350, KEEP = 250, CARDS_MAX = 100;
const cards = new Map();
let box = null, value = null, timer = 0;

const address = (link) => new URL(link.href).pathname + '/card';

function place(link) {
  const at = link.getBoundingClientRect(), width = Math.min(380, innerWidth - 16);
  box.style.width = `${width}px`;
  box.style.left = `${scrollX + Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
  const below = at.bottom + box.offsetHeight + 12 < innerHeight || at.top < box.offsetHeight + 12;
  box.style.top = `${scrollY + (below ? at.bottom + 8 : at.top - box.offsetHeight - 8)}px`;
}

async function open(link) {
  const from = address(link);
  let html = cards.get(from);
  if (html === undefined) {
    try {
      const answer = await fetch(from);
      if (!answer.ok) return;
      html = (await answer.text()).trim();
    } catch { return; }
    if (cards.size >= CARDS_MAX) cards.clear();
    cards.set(from, html);
  }
  if (!html || value !== link) return;
  if (!box) {
    box = document.createElement('div');
    box.id = 'origin-card';
    box.addEventListener('pointerenter', () => clearTimeout(timer));
    box.addEventListener('pointerleave', later);
  }
  box.innerHTML = html;
  document.body.append(box);
  place(link);
}

function close() { clearTimeout(timer); value = null; box?.remove(); }
function later() { clearTimeout(timer); timer = setTimeout(close, KEEP); }

function rest(event) {
  const link = event.target.closest?.('a.vo[href^="/origin/"]');
  if (!link) return;
  clearTimeout(timer);
  if (link === value) return;
  close();
  value = link;
  timer = setTimeout(() => open(link), WAIT);
}

document.addEventListener('pointerover', (e) => { if (e.pointerType === 'mouse') rest(e); });
document.addEventListener('pointerout', (e) => { if (e.target.closest?.('a.vo') === value && value) later(); });
document.addEventListener('focusin', (e) => {
  if (e.target.closest('#origin-card')) { clearTimeout(timer); return; }
  if (e.target.matches('a.vo:focus-visible')) rest(e); else if (value) later();
});
document.addEventListener('keydown', (e) => { if (e.key === 'Escape') close(); });
