/** Reads a header of an answer by its lower-case name. */
export type HeaderReader = (name: string) => string | null | undefined;

const fixed: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
};

/** What is there instead, or not at all, where pages of another origin hold an answer. */
function fixedFor(holder: Expected['holder']): readonly (readonly [string, string | null])[] {
  return Object.entries({
    ...fixed,
    ...(holder !== undefined && { 'cross-origin-opener-policy': 'unsafe-none' }),
    ...(holder?.mayFrame && { 'x-frame-options': null }),
  });
}

/** What every policy says; pages that a browser shows say more. */
const always = ["default-src 'none'", "frame-ancestors 'none'"];
const ofPages = [
  "base-uri 'none'",
  "form-action 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
];

/** Sources that would let in what a policy is there to keep out. */
const loose = /unsafe-|\*|data:|blob:|https?:|nonce-|strict-dynamic|report-only/;

interface Expected {
  readonly isSecure?: boolean;
  readonly isShared?: boolean;
  /** The one origin to which a form may lead besides our own. */
  readonly formTarget?: string | undefined;
  /** The one origin whose pages hold it. */
  readonly holder?: { readonly origin: string; readonly mayFrame: boolean } | undefined;
}

/** What is wrong with the security headers of an answer, in words; empty when nothing is. */
export function securityFaults(
  read: HeaderReader,
  { isSecure = false, isShared = false, formTarget, holder }: Expected = {},
): string[] {
  const faults = fixedFor(holder)
    .filter(([name, value]) => (read(name) ?? null) !== sharedValue(name, value, isShared))
    .map(([name]) => `${name}: ${read(name) ?? '(missing)'}`);
  const transport = read('strict-transport-security');
  const seconds = Number(/^max-age=(\d+)/.exec(transport ?? '')?.[1] ?? 0);
  if (isSecure && seconds < 31_536_000) faults.push(`strict-transport-security: ${transport ?? '(missing)'}`);
  if (!isSecure && transport != null) faults.push('strict-transport-security on plain http');
  for (const name of ['server', 'x-powered-by'])
    if (read(name) != null) faults.push(`${name} says who we are`);
  const cookie = read('set-cookie');
  if (cookie != null && !cookieForm(isSecure).test(cookie))
    faults.push(`set-cookie: ${cookie.slice(0, 40)}…`);
  return [...faults, ...policyFaults(read, { formTarget, holder })];
}

/** The one cookie there is: of this host alone, out of reach of scripts, and never sent along by another site's form. */
function cookieForm(isSecure: boolean): RegExp {
  const [name, last] = isSecure ? ['__Host-countersign', '; Secure'] : ['countersign', ''];
  return new RegExp(
    `^${name}=\\w*; (?:Expires=[\\w ,:]+ GMT|Max-Age=0); Path=/; HttpOnly; SameSite=Lax${last}$`,
  );
}

function sharedValue(name: string, value: string | null, isShared: boolean): string | null {
  return isShared && name === 'cross-origin-resource-policy' ? 'cross-origin' : value;
}

function policyFaults(read: HeaderReader, { formTarget, holder }: Expected): string[] {
  const said = read('content-security-policy');
  if (said == null) return ['content-security-policy: (missing)'];
  const wider = `form-action 'self' ${formTarget}`;
  if (formTarget !== undefined && !said.includes(wider)) return [`content-security-policy lacks ${wider}`];
  const framed = `frame-ancestors ${holder?.mayFrame ? holder.origin : "'none'"}`;
  if (!said.split('; ').includes(framed)) return [`content-security-policy lacks ${framed}`];
  const policy = said.replace(wider, "form-action 'self'").replace(framed, "frame-ancestors 'none'");
  const directives = policy.split('; ');
  const isPage = (read('content-type') ?? '').startsWith('text/html');
  const missing = [...always, ...(isPage ? ofPages : [])].filter(
    (directive) => !directives.includes(directive),
  );
  const faults = missing.map((directive) => `content-security-policy lacks ${directive}`);
  return loose.test(policy) ? [...faults, `content-security-policy is loose: ${policy}`] : faults;
}
