/**
 * Lets a form be sent with the answer of a passkey: the one thing that pages cannot do without a script. It takes what
 * to ask from the form, asks the browser, and puts the answer into the form. It talks to no server and changes
 * nothing else. Where it does not run, or the browser knows no passkeys, the forms stay hidden and the page says why.
 */

/** The bytes of a text in base64url. */
function bytesOf(text) {
  const padded = text.replaceAll('-', '+').replaceAll('_', '/');
  return Uint8Array.from(atob(padded), (character) => character.charCodeAt(0));
}

/** The text in base64url of a buffer. */
function textOf(buffer) {
  const characters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('');
  return btoa(characters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const readable = (credential) => ({ ...credential, id: bytesOf(credential.id) });

async function create(options) {
  const publicKey = {
    ...options,
    challenge: bytesOf(options.challenge),
    user: { ...options.user, id: bytesOf(options.user.id) },
    excludeCredentials: options.excludeCredentials.map(readable),
  };
  const { id, type, response } = await navigator.credentials.create({ publicKey });
  const { clientDataJSON, attestationObject } = response;
  return {
    id,
    rawId: id,
    type,
    clientExtensionResults: {},
    response: {
      clientDataJSON: textOf(clientDataJSON),
      attestationObject: textOf(attestationObject),
    },
  };
}

async function get(options) {
  const publicKey = {
    ...options,
    challenge: bytesOf(options.challenge),
    allowCredentials: options.allowCredentials.map(readable),
  };
  const { id, type, response } = await navigator.credentials.get({ publicKey });
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  return {
    id,
    rawId: id,
    type,
    clientExtensionResults: {},
    response: {
      clientDataJSON: textOf(clientDataJSON),
      authenticatorData: textOf(authenticatorData),
      signature: textOf(signature),
      ...(userHandle && { userHandle: textOf(userHandle) }),
    },
  };
}

function prepare(form) {
  const ask = form.dataset.passkey === 'create' ? create : get;
  const [field, failure, button] = ['[name=passkey]', '[role=alert]', 'button'].map((part) =>
    form.querySelector(part),
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    failure.hidden = true;
    button.disabled = true;
    try {
      field.value = JSON.stringify(await ask(JSON.parse(form.dataset.options)));
      form.submit();
    } catch (error) {
      // The authenticator holds one of those that there are already (WebAuthn §5.1.3).
      failure.textContent = error.name === 'InvalidStateError' ? form.dataset.known : form.dataset.failed;
      failure.hidden = false;
      button.disabled = false;
    }
  });
  // Whoever comes back to the page may ask once more.
  window.addEventListener('pageshow', () => {
    button.disabled = false;
  });
  form.hidden = false;
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll('form[data-passkey]')) prepare(form);
  for (const text of document.querySelectorAll('[data-without-passkeys]')) text.hidden = true;
}
