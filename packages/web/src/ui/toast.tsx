import './toast.css';
import { Toast as Base } from '@base-ui/react/toast';
import { IconButton } from './button.tsx';
import { CheckIcon, CrossIcon } from './icons.tsx';

const manager = Base.createToastManager();

/** Says, for some seconds, that something was done. */
export function showToast(text: string): void {
  manager.add({ title: text, timeout: 6_000 });
}

/** Where the toasts appear; once per page. */
export function Toasts({ label, dismissLabel }: { label: string; dismissLabel: string }) {
  return (
    <Base.Provider toastManager={manager}>
      <Base.Portal>
        <Base.Viewport className="toasts" aria-label={label}>
          <ToastList dismissLabel={dismissLabel} />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastList({ dismissLabel }: { dismissLabel: string }) {
  const { toasts, close } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root key={toast.id} toast={toast} className="toast">
      <CheckIcon />
      <Base.Title className="toast-text" render={<p />} />
      <IconButton label={dismissLabel} icon={<CrossIcon />} onClick={() => close(toast.id)} />
    </Base.Root>
  ));
}
