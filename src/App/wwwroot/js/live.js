// Renews <qy-live src every> when the server says that tables moved. One EventSource for the page; quiet reconnect by
// the browser itself (retry 3 s, Last-Event-ID). A part that is hovered, focused or unchanged is left alone.
const listeners = new Set();
let source = null;

// A link that comes back within this was never down for anybody.
const PATIENCE = 4000;
let down = 0, files = null, seen = Date.now();

function open() {
  if (source || document.visibilityState === 'hidden' && !document.querySelector('[data-always-live]')) return;
  source = new EventSource('/events');
  source.addEventListener('moved', e => hear(e));
  source.addEventListener('hello', e => hear(e));
  source.addEventListener('beat', e => hear(e));
  source.onerror = () => {
    down ||= setTimeout(() => say(false), PATIENCE);
    if (source.readyState === EventSource.CLOSED) { source = null; setTimeout(start, 5000); }
  };
}

function hear(event) {
  const message = JSON.parse(event.data);
  clearTimeout(down); down = 0; seen = Date.now();
  say(true);
  // The server was replaced by a newer one: a wall that nobody touches for months takes the new files by itself.
  if (files && message.files !== files && document.querySelector('[data-always-live]')) return location.reload();
  files = message.files;
  tell(message);
}

function say(up) {
  const root = document.documentElement;
  if (root.dataset.live === (up ? 'on' : 'off')) return;
  const since = document.querySelector('[data-cut-since]');
  if (!up && since) since.textContent = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', timeStyle: 'medium' }).format(seen);
  root.dataset.live = up ? 'on' : 'off';
}

function start() { if (listeners.size) open(); }
function tell(message) { for (const l of listeners) l(message); }

export function onMoved(listener) { listeners.add(listener); start(); return () => listeners.delete(listener); }

class QyLive extends HTMLElement {
  connectedCallback() {
    this.every = 1000 * (Number(this.getAttribute('every')) || 2);
    this.last = 0; this.timer = 0; this.busy = false; this.tag = null;
    this.off = onMoved(() => this.plan());
  }
  disconnectedCallback() { this.off?.(); clearTimeout(this.timer); }
  plan() {
    if (this.timer || document.visibilityState === 'hidden' && !('alwaysLive' in this.dataset)) return;
    this.timer = setTimeout(() => { this.timer = 0; this.renew(); }, Math.max(0, this.last + this.every - Date.now()));
  }
  async renew() {
    if (this.busy) return;
    this.busy = true;
    try {
      const headers = this.tag ? { 'If-None-Match': this.tag } : {};
      const answer = await fetch(this.getAttribute('src'), { headers, cache: 'no-store' });
      if (answer.status === 401) location.reload();
      if (answer.status !== 200) return;
      this.tag = answer.headers.get('ETag');
      this.swap(await answer.text());
      this.dispatchEvent(new CustomEvent('renewed', { bubbles: true }));
    } catch { /* The link is down; the next event after it is back renews. */ }
    finally { this.last = Date.now(); this.busy = false; }
  }
  // Swaps changed children only: no flicker, scroll and focus stay.
  swap(html) {
    const next = document.createElement('template');
    next.innerHTML = html;
    for (const n of next.content.querySelectorAll('script')) n.remove();
    morph(this, next.content);
  }
}

/** Makes the children of `to` equal to those of `from`, touching only what differs. */
function morph(to, from) {
  const a = [...to.childNodes], b = [...from.childNodes];
  for (let i = 0; i < b.length; i++) {
    const x = a[i], y = b[i];
    if (!x) { to.append(y); continue; }
    if (x.nodeType !== y.nodeType || x.nodeName !== y.nodeName || x.id !== y.id) { x.replaceWith(y); continue; }
    if (x.nodeType !== Node.ELEMENT_NODE) { if (x.data !== y.data) x.data = y.data; continue; }
    if (x.isEqualNode(y)) continue;
    for (const at of [...x.attributes]) if (!y.hasAttribute(at.name) && at.name !== 'open') x.removeAttribute(at.name);
    for (const at of y.attributes) if (x.getAttribute(at.name) !== at.value) x.setAttribute(at.name, at.value);
    morph(x, y);
  }
  for (let i = b.length; i < a.length; i++) a[i].remove();
}

customElements.define('qy-live', QyLive);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') { start(); tell(null); }
});
