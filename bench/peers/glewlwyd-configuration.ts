import { client } from './peer.ts';

/** Debian's own configuration, less what concerns pages, on a port and with a database of ours. */
export function configuration(port: number, databaseFile: string): string {
  return `port = ${port}
bind_address = "127.0.0.1"
external_url = "http://localhost:${port}/"
login_url = "login.html"
api_prefix = "api"
log_mode = "console"
log_level = "ERROR"
cookie_secure = 0
session_expiration = 2419200
session_key = "GLEWLWYD2_SESSION_ID"
admin_scope = "g_admin"
profile_scope = "g_profile"
user_module_path = "/usr/lib/glewlwyd/user"
client_module_path = "/usr/lib/glewlwyd/client"
user_auth_scheme_module_path = "/usr/lib/glewlwyd/scheme"
plugin_module_path = "/usr/lib/glewlwyd/plugin"
hash_algorithm = "SHA512"
database = { type = "sqlite3"; path = "${databaseFile}"; };
`;
}

export const signingKey = 'a key of the bench, long enough for HMAC with SHA-256';

/** The OpenID Connect plugin, with the cheapest of the signatures that it puts on access tokens. */
export function plugin(url: string): object {
  return {
    module: 'oidc',
    name: 'oidc',
    display_name: 'oidc',
    parameters: {
      iss: url,
      'jwt-type': 'sha',
      'jwt-key-size': '256',
      key: signingKey,
      'access-token-duration': 86_400,
      'refresh-token-duration': 86_400,
      'code-duration': 600,
      'refresh-token-rolling': true,
      'auth-type-client-enabled': true,
      'auth-type-refresh-enabled': true,
      'allow-non-oidc': true,
      'introspection-revocation-allowed': true,
      'introspection-revocation-allow-target-client': true,
    },
  };
}

export const scope = { name: 'read', display_name: 'read', password_required: false, scheme: {} };

export const serviceClient = {
  client_id: client.id,
  name: client.id,
  password: client.secret,
  confidential: true,
  enabled: true,
  scope: ['read'],
  authorization_type: ['client_credentials'],
  token_endpoint_auth_method: ['client_secret_basic'],
  redirect_uri: ['https://bench.example.org/callback'],
};
