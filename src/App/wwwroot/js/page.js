// Small things of every page: the clock of the frame, printing, and following a <select> filter.
for (const clock of document.querySelectorAll('[data-clock]')) {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai', dateStyle: clock.dataset.clock === 'time' ? undefined : 'short', timeStyle: 'short',
  });
  setInterval(() => { const t = format.format(new Date()); if (clock.textContent !== t) clock.textContent = t; }, 1000);
}
document.addEventListener('click', e => {
  if (e.target.closest('[data-print]')) { e.preventDefault(); window.print(); }
  const copy = e.target.closest('[data-copy]');
  if (copy) navigator.clipboard?.writeText(document.querySelector(copy.dataset.copy)?.textContent ?? '');
});
document.addEventListener('change', e => {
  if (e.target.matches('select[data-submit]')) e.target.form.requestSubmit();
});
for (const end of document.querySelectorAll('[data-end]')) end.scrollLeft = 1e6;

// Where the browser knows no invoker commands, dialogs open all the same.
if (!('command' in HTMLButtonElement.prototype)) document.addEventListener('click', e => {
  const button = e.target.closest('button[command]'), dialog = button && document.getElementById(button.getAttribute('commandfor'));
  if (dialog && button.getAttribute('command') === 'show-modal') dialog.showModal(); else if (dialog) dialog.close();
});
for (const said of document.querySelectorAll('[data-toast]')) {
  said.querySelector('[data-dismiss]')?.addEventListener('click', () => said.remove());
}
// A file above its limit is told before it travels.
document.addEventListener('change', e => {
  if (!e.target.matches('input[type=file][data-bytes-max]')) return;
  const max = Number(e.target.dataset.bytesMax), large = [...e.target.files].find(f => f.size > max);
  e.target.setCustomValidity(large ? `${large.name} 太大：最大 ${Math.floor(max / 1048576)} MiB。请分成几份。` : '');
  e.target.reportValidity();
});
