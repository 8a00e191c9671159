// @ts-nocheck: written as its authors would write it
/** An application that signs its users in with Ring UI, as its documentation has it. */
import Auth from '@jetbrains/ring-ui-built/components/auth/auth.js';

const settings = JSON.parse(document.getElementById('settings').textContent);
const state = document.getElementById('state');
const auth = new Auth({ ...settings, reloadOnUserChange: false });
globalThis.auth = auth;

try {
  await auth.init();
  const user = await auth.requestUser();
  state.textContent = `Signed in as ${user.login}`;
} catch (error) {
  state.textContent = `Not signed in: ${error.code ?? error.message}`;
}
