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

/**
 * The four identity headers are set whatever the visitor sent under these names: one that is left out here would be
 * the visitor's own word for who they are. Their credential goes no further.
 */
export function nginxSnippet({ key }: SnippetService, publicUrl: string): string {
  return `location / {
    auth_request /countersign;
    auth_request_set $login $upstream_http_remote_user;
    auth_request_set $name $upstream_http_remote_name;
    auth_request_set $email $upstream_http_remote_email;
    auth_request_set $groups $upstream_http_remote_groups;

    # Keep all four, or visitors say themselves who they are.
    proxy_set_header Remote-User $login;
    proxy_set_header Remote-Name $name;
    proxy_set_header Remote-Email $email;
    proxy_set_header Remote-Groups $groups;
    proxy_set_header Authorization "";
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
