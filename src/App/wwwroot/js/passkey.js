// Passkeys: a form with data-passkey asks the server for options (or carries them), lets the authenticator make or use
// a key, and hands over what it made. Nothing is kept in the browser.
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

function decode(options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const key of [...(options.allowCredentials ?? []), ...(options.excludeCredentials ?? [])]) key.id = bytes(key.id);
  return options;
}

function encode(credential) {
  const r = credential.response, response = { clientDataJSON: text(r.clientDataJSON) };
  if (r.attestationObject) {
    response.attestationObject = text(r.attestationObject);
    response.transports = r.getTransports?.() ?? [];
  } else {
    response.authenticatorData = text(r.authenticatorData);
    response.signature = text(r.signature);
    response.userHandle = r.userHandle ? text(r.userHandle) : null;
  }
  return JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
    clientExtensionResults: credential.getClientExtensionResults(),
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
  });
}

async function post(path, body, token) {
  const answer = await fetch(path, {
    method: 'POST', body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', RequestVerificationToken: token },
  });
  const read = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(read.detail ?? '没有办成，请刷新后再试。');
  return read;
}

async function run(form) {
  const { __RequestVerificationToken: token, ...fields } = Object.fromEntries(new FormData(form));
  if (!window.PublicKeyCredential) throw new Error('这个浏览器不支持通行密钥，或者网页不是用 https 打开的。请换一个浏览器或地址。');
  const asked = form.dataset.request
    ? { options: JSON.parse(form.dataset.request) } : await post(form.dataset.options, fields, token);
  const publicKey = decode(asked.options);
  const credential = publicKey.pubKeyCredParams
    ? await navigator.credentials.create({ publicKey }) : await navigator.credentials.get({ publicKey });
  const done = await post(form.dataset.finish,
    { ...fields, challenge: asked.challenge, credential: encode(credential) }, token);
  location.assign(done.to);
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  form.addEventListener('submit', async e => {
    e.preventDefault();
    const button = form.querySelector('button'), error = form.querySelector('[data-error]');
    button.disabled = true;
    error.hidden = true;
    try {
      await run(form);
    } catch (failure) {
      error.textContent = failure.name === 'NotAllowedError' ? '没有完成：密钥操作被取消或者超时。请再试一次。' : failure.message;
      error.hidden = false;
      error.focus();
    } finally {
      button.disabled = false;
    }
  });
}
