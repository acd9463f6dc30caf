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
