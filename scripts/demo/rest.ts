/** The public API as the demo uses it: as a browser with a session, as a service, and as a script behind a proxy. */
export class Rest {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** One request to the resource API in a session; throws on anything but 200. */
  // biome-ignore lint/suspicious/noExplicitAny: the demo reads ids out of many shapes.
  async call(cookie: string, method: string, path: string, body?: unknown): Promise<any> {
    const response = await fetch(`${this.#url}/api/rest${path}`, {
      method,
      headers: {
        cookie,
        'sec-fetch-site': 'same-origin',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  /** Posts a form as a page of ours does; answers the session that it began, if it began one. */
  async post(path: string, fields: Readonly<Record<string, string>>): Promise<string | undefined> {
    const response = await fetch(`${this.#url}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams(fields),
    });
    await response.arrayBuffer();
    return response.headers.get('set-cookie')?.split(';')[0];
  }

  /** A program at the door of a service, seen through a reverse proxy. Answers the status. */
  async knock(
    service: string,
    authorization: string,
    from: { readonly address: string; readonly agent: string },
  ): Promise<number> {
    const response = await fetch(`${this.#url}/api/authz/auth-request?${new URLSearchParams({ service })}`, {
      headers: {
        authorization,
        'x-forwarded-for': from.address,
        'user-agent': from.agent,
      },
    });
    await response.arrayBuffer();
    return response.status;
  }
}
