/** How an application asks whether a token is good, ready to be pasted. */
import { pathsUnder } from '../../lib/paths.ts';

/** A service as the snippets name it; where there is none yet, by words that stand for one. */
export interface SnippetService {
  readonly id: string;
  readonly key: string;
}

export const someService: SnippetService = { id: 'CLIENT_ID', key: 'SERVICE_KEY' };

/** RFC 7662. The secret is asked for by curl, so that it stays out of the history of the shell. */
export function introspectionSnippet({ id }: SnippetService, publicUrl: string): string {
  return `curl -u ${id} -d token="$TOKEN" \\\n  ${pathsUnder('').api(publicUrl).introspect}`;
}

export function nginxSnippet({ key }: SnippetService, publicUrl: string): string {
  return `location / {
    auth_request /countersign;
    auth_request_set $login $upstream_http_remote_user;
    proxy_set_header Remote-User $login;
    # A visitor's own never pass: set these as well, or leave them cleared.
    proxy_set_header Remote-Name "";
    proxy_set_header Remote-Email "";
    proxy_set_header Remote-Groups "";
    proxy_pass http://127.0.0.1:8080;
}

location = /countersign {
    internal;
    proxy_pass ${pathsUnder('').api(publicUrl).authRequest(key)};
    proxy_pass_request_body off;
    proxy_set_header Content-Length "";
    proxy_set_header X-Forwarded-For $remote_addr;
}`;
}
