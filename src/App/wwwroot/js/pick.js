// Says which files were chosen and how large they are, before anything is sent.
const said = document.querySelector('[data-picked]');
const before = said?.textContent;
document.addEventListener('change', e => {
  if (!said || !e.target.matches('[data-pick]')) return;
  const files = [...document.querySelectorAll('[data-pick]')].flatMap(i => [...i.files]);
  said.textContent = files.length === 0 ? before
    : files.map(f => `${f.name}（${(f.size / 1048576).toFixed(1)} MB）`).join('，');
});
