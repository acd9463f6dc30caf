// The sound of the wall: three short tones when an alarm comes that nobody has taken. Off until somebody switches it on
// (browsers allow no sound before a touch), remembered on this machine, never the only sign of an alarm.
const kept = 'qy-wall-sound';
const button = document.querySelector('[data-sound]');
let audio = null, known = null;

const waiting = () => new Set([...document.querySelectorAll('aside li.new a')].map((a) => a.getAttribute('href')));

function wanted() {
  try { return localStorage.getItem(kept) === 'on'; } catch { return audio !== null; }
}

function say() {
  const on = wanted(), sounds = on && audio?.state === 'running';
  button.setAttribute('aria-pressed', String(on));
  button.querySelector('span').textContent = !on ? '声音关着' : sounds ? '声音开着' : '点一下恢复声音';
}

function tone() {
  if (!wanted() || audio?.state !== 'running') return;
  for (let i = 0; i < 3; i++) {
    const at = audio.currentTime + i * 0.35, sound = audio.createOscillator(), volume = audio.createGain();
    sound.frequency.value = 660;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.3, at + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.22);
    sound.connect(volume).connect(audio.destination);
    sound.start(at);
    sound.stop(at + 0.25);
  }
}

button.addEventListener('click', async () => {
  const on = !(wanted() && audio?.state === 'running');
  try { localStorage.setItem(kept, on ? 'on' : 'off'); } catch { /* Private window: for this page only. */ }
  if (on) { audio ??= new AudioContext(); await audio.resume(); tone(); } else { await audio?.close(); audio = null; }
  say();
});

document.addEventListener('renewed', () => {
  const now = waiting();
  if (known && [...now].some((a) => !known.has(a))) tone();
  known = now;
});
known = waiting();
say();
