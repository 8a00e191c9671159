/**
 * The headers that every response carries, whatever it answers (ASVS 3.4). Four policies: answers for
 * programs load nothing; server-rendered pages load their own style sheet and send forms home, and those that need
 * one load one script of ours, which may talk to no server; the web
 * application runs its own scripts under Trusted Types, with no policy to create an unsafe value.
 */
export type Face = 'program' | 'page' | 'scripted-page' | 'application';

const policies: Readonly<Record<Face, string>> = {
  program: "default-src 'none'; frame-ancestors 'none'",
  page: "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  'scripted-page':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  application:
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
};

const opener = 'Cross-Origin-Opener-Policy';
/** What the policy says of frames, for browsers that do not read it; it knows no origin (RFC 7034 §2.1). */
const frameOptions = ['X-Frame-Options', 'DENY'] as const;

const always: readonly (readonly [string, string])[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
];

/** A year, as ASVS 3.4.1 asks. Sent on https alone: on plain http browsers ignore it. */
const strictTransport = ['Strict-Transport-Security', 'max-age=31536000'] as const;

/** Pages of one other origin that hold an answer: in a window whose end they see, and perhaps in a frame. */
export interface Holder {
  readonly origin: string;
  readonly mayFrame: boolean;
}

/** What an answer has to do with other origins; nothing, where nothing is said. */
export interface Surroundings {
  /** The origin to which a form may lead besides our own. */
  readonly formTarget?: string | undefined;
  readonly holder?: Holder | undefined;
}

/** The headers for a face, as pairs. */
export function securityHeaders(
  face: Face,
  isSecure: boolean,
  { formTarget, holder }: Surroundings = {},
): readonly (readonly [string, string])[] {
  const policy = policies[face]
    .replace("form-action 'self'", `form-action 'self'${formTarget === undefined ? '' : ` ${formTarget}`}`)
    .replace("frame-ancestors 'none'", `frame-ancestors ${holder?.mayFrame ? holder.origin : "'none'"}`);
  return [
    ['Content-Security-Policy', policy],
    [opener, holder === undefined ? 'same-origin' : 'unsafe-none'],
    ...(holder?.mayFrame ? [] : [frameOptions]),
    ...always,
    ...(isSecure ? [strictTransport] : []),
  ];
}
