// Copies the verifier key. Without script the key stands on the page to be selected by hand.
for (const button of document.querySelectorAll('button[data-copy]')) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const told = document.querySelector('[data-copied]');
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = '已复制';
      if (told) told.textContent = '公钥已复制';
    } catch {
      button.textContent = '没有复制成，请在下面选中';
    }
  });
}
