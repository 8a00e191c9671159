import { type Answer, ask, postForm } from './rest-client.ts';

export interface Visitor {
  /** Of the authority. */
  readonly url: string;
  /** The cookie header of a session; without one, nobody is signed in. */
  readonly cookie?: string | undefined;
}

/** Where a visitor who was sent to the authority ended up: at an address outside, or at a page of the authority. */
export interface Arrival {
  readonly location?: string;
  readonly page?: Answer;
}

/**
 * A browser without a window that an application sends to the authority: it follows redirects, keeps cookies, and presses
 * a button of the page that asks for consent.
 */
export async function authorize(
  visitor: Visitor,
  address: string,
  press: 'allow' | 'deny' = 'allow',
  jar: CookieJar = jarOf(visitor),
): Promise<Arrival> {
  const { url } = visitor;
  let next = address;
  for (let step = 0; step < 10; step += 1) {
    if (!next.startsWith(`${url}/`)) return { location: next };
    let answer = keep(jar, await ask(next, { cookie: cookieHeader(jar), headers: { accept: 'text/html' } }));
    const form = /<form class="answers" method="post" action="([^"]+)"/.exec(answer.text)?.[1];
    if (form !== undefined)
      answer = keep(jar, await postForm(new URL(form, url).href, { answer: press }, cookieHeader(jar)));
    const to = answer.headers.get('location');
    if (to === null) return { page: answer };
    next = new URL(to, next).href;
  }
  throw new Error('the authority leads in a circle');
}

/** The cookies of a browser, by name. */
export type CookieJar = Map<string, string>;

/** What a visitor's browser has before it is sent anywhere. */
export function jarOf({ cookie }: Visitor): CookieJar {
  const [name, value] = cookie?.split('=') ?? [];
  return new Map(name !== undefined && value !== undefined ? [[name, value]] : []);
}

/** Keeps what an answer sets, as a browser does. */
export function keep(jar: CookieJar, answer: Answer): Answer {
  for (const line of answer.headers.getSetCookie()) {
    const [pair = ''] = line.split(';');
    const [name = '', value = ''] = pair.split('=');
    if (value === '') jar.delete(name);
    else jar.set(name, value);
  }
  return answer;
}

export function cookieHeader(jar: ReadonlyMap<string, string>): string | undefined {
  return jar.size === 0 ? undefined : [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
}
