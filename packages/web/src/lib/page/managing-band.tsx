import { Band } from '../../ui/band.tsx';
import { t } from '../messages.ts';

/** Reminds whoever acts on somebody else's account that it is not their own. */
export function ManagingBand({ login }: { login: string }) {
  const { before, after } = t.administration.managing;
  return (
    <Band>
      {before}
      <strong>
        <bdi>{login}</bdi>
      </strong>
      {after}
    </Band>
  );
}
