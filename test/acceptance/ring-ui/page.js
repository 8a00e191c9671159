// @ts-nocheck: written as its authors would write it
/**
 * An application that signs its users in with Ring UI, as its documentation has it. Where it asks for embedded sign-in, the
 * dialogs are Ring UI's own, and so is the frame, which it has beside the window.
 */
import Auth from '@jetbrains/ring-ui-built/components/auth/auth.js';
import IFrameFlow from '@jetbrains/ring-ui-built/components/auth/iframe-flow.js';
import showAuthDialog from '@jetbrains/ring-ui-built/components/auth-dialog-service/auth-dialog-service.js';

const { usesFrame, ...settings } = JSON.parse(document.getElementById('settings').textContent);
const state = document.getElementById('state');
const flow = usesFrame ? { EmbeddedLoginFlow: IFrameFlow } : {};
const auth = new Auth({ ...settings, ...flow, reloadOnUserChange: false, tokenRefreshRetryDelays: [0] });
globalThis.auth = auth;
if (settings.embeddedLogin) auth.setAuthDialogService(showAuthDialog);
const show = ({ login }) => {
  state.textContent = `Signed in as ${login}`;
};
auth.addListener('userChange', show);

try {
  await auth.init();
  show(await auth.requestUser());
} catch (error) {
  state.textContent = `Not signed in: ${error.code ?? error.message}`;
}
