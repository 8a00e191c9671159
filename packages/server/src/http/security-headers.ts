/**
 * The headers that every response carries, whatever it answers (ASVS 3.4). Four policies: answers for
 * programs load nothing; server-rendered pages load their own style sheet and send forms home, and those that can
 * take a passkey load one script of ours, which may talk to nobody; the web
 * application runs its own scripts under Trusted Types, with no policy to create an unsafe value.
 */
export type Face = 'program' | 'page' | 'passkey-page' | 'application';

const policies: Readonly<Record<Face, string>> = {
  program: "default-src 'none'; frame-ancestors 'none'",
  page: "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  'passkey-page':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  application:
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
};

const always: readonly (readonly [string, string])[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['X-Frame-Options', 'DENY'],
];

/** A year, as ASVS 3.4.1 asks. Sent on https alone: on plain http browsers ignore it. */
const strictTransport = ['Strict-Transport-Security', 'max-age=31536000'] as const;

/** The headers for a face, as pairs. `formTarget` is one origin more to which a form may lead. */
export function securityHeaders(
  face: Face,
  isSecure: boolean,
  formTarget?: string,
): readonly (readonly [string, string])[] {
  const policy =
    formTarget === undefined
      ? policies[face]
      : policies[face].replace("form-action 'self'", `form-action 'self' ${formTarget}`);
  const pairs = [['Content-Security-Policy', policy] as const, ...always];
  return isSecure ? [...pairs, strictTransport] : pairs;
}
