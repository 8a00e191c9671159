/**
 * Where a service may have answers sent. The address is compared as it stands (RFC 9700 §2.1), so what is registered
 * is what a browser will make of it: letters of RFC 3986 alone, and nothing that reads as another host.
 */
export const redirectUriCountMax = 50;
export const redirectUriLengthMax = 2_000;

const letters = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/;
const absolute = /^([A-Za-z][A-Za-z0-9+.-]*):(.+)$/;
/** A name whose end is no number, or an address of a host as browsers write it; and a port. */
const name = /(?:[A-Za-z0-9_-]+\.)*[A-Za-z][A-Za-z0-9_-]*/;
const octet = /(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])/;
const address = new RegExp(`${octet.source}(?:\\.${octet.source}){3}|\\[[0-9A-Fa-f:.]+\\]`);
const webAuthority = new RegExp(`^(${name.source}|${address.source})(?::([0-9]{1,5}))?$`);

const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Schemes that run something, show something of the browser's own, or belong to programs that take no answers. */
const takenSchemes: ReadonlySet<string> = new Set(
  [
    'about blob chrome chrome-extension cid data dav dns facetime file filesystem ftp ftps geo git gopher imap',
    'intent ipp irc jar javascript ldap ldaps livescript magnet mailto mhtml mid mocha moz-extension ms-msdt news',
    'nfs nntp pop resource rtsp search-ms sftp sip sips skype smb sms smsto ssh svn tel telnet tftp urn vbscript',
    'view-source vnc ws wss xmpp',
  ].flatMap((line) => line.split(' ')),
);

/**
 * The rule an address breaks, or nothing. A scheme of its own is for programs that cannot keep a secret. RFC 8252 §7.1
 * wants it to be a domain name turned round; any scheme that nobody else uses is taken, as there are programs with
 * one such as `ytoauth`.
 */
export function brokenRedirectUriRule(uri: string, isConfidential: boolean): string | undefined {
  if (uri.length > redirectUriLengthMax) return `must be at most ${redirectUriLengthMax} characters`;
  if (uri.includes('*')) return 'must not contain *: addresses are compared as they stand';
  if (!letters.test(uri)) return 'must hold only the letters of an address; others as % and two digits';
  const [, scheme, rest] = absolute.exec(uri) ?? [];
  if (scheme === undefined || rest === undefined)
    return 'must be absolute: a scheme, a colon and what follows';
  if (uri.includes('#')) return 'must not have a fragment';
  const authority = /^\/\/([^/?]*)/.exec(rest)?.[1];
  if (authority?.includes('@')) return 'must not hold a user name or a password';
  switch (scheme.toLowerCase()) {
    case 'https':
      return readWebHost(authority) === undefined ? 'must name a host' : undefined;
    case 'http':
      // RFC 8252 §7.3: plain http is for what stays on the machine.
      return loopbackHosts.has(readWebHost(authority) ?? '')
        ? undefined
        : 'must be https; http is for localhost, 127.0.0.1 and [::1] alone';
    default:
      if (takenSchemes.has(scheme.toLowerCase())) return 'must not begin with this scheme';
      return isConfidential ? 'must be https: a scheme of its own is for public services' : undefined;
  }
}

function readWebHost(authority: string | undefined): string | undefined {
  const [, host, port] = webAuthority.exec(authority ?? '') ?? [];
  return Number(port ?? 0) > 65_535 ? undefined : host?.toLowerCase();
}
