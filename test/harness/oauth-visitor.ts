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
  { url, cookie }: Visitor,
  address: string,
  press: 'allow' | 'deny' = 'allow',
): Promise<Arrival> {
  const jar = new Map<string, string>();
  const [name, value] = cookie?.split('=') ?? [];
  if (name !== undefined && value !== undefined) jar.set(name, value);
  let next = address;
  for (let step = 0; step < 10; step += 1) {
    if (!next.startsWith(`${url}/`)) return { location: next };
    let answer = keep(jar, await ask(next, { cookie: header(jar), headers: { accept: 'text/html' } }));
    const form = /<form class="answers" method="post" action="([^"]+)"/.exec(answer.text)?.[1];
    if (form !== undefined)
      answer = keep(jar, await postForm(new URL(form, url).href, { answer: press }, header(jar)));
    const to = answer.headers.get('location');
    if (to === null) return { page: answer };
    next = new URL(to, next).href;
  }
  throw new Error('the authority leads in a circle');
}

function keep(jar: Map<string, string>, answer: Answer): Answer {
  for (const line of answer.headers.getSetCookie()) {
    const [pair = ''] = line.split(';');
    const [name = '', value = ''] = pair.split('=');
    if (value === '') jar.delete(name);
    else jar.set(name, value);
  }
  return answer;
}

function header(jar: ReadonlyMap<string, string>): string | undefined {
  return jar.size === 0 ? undefined : [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
}
