export const help = `countersign: permanent tokens of a Countersign authority

Usage:
  countersign token list [--user ID] [--json]
  countersign token issue --name NAME --scope SERVICE [--scope SERVICE]...
                          [--expires WHEN] [--description TEXT] [--user ID] [--json]
  countersign token revoke TOKEN-ID [--user ID]

Options:
  --name NAME         what the token is called
  --scope SERVICE     a service that shall accept it, by key or id; may be repeated
  --expires WHEN      90d (the default), a date such as 2027-01-31 (to its end, UTC), or none
  --description TEXT  what it is for
  --user ID           whose tokens: an id, or me (the default)
  --json              print what the API answers
  --url URL           the authority; else COUNTERSIGN_URL, else http://localhost:4700
  --token-file PATH   the file that holds your own token; - reads it from standard input;
                      else COUNTERSIGN_TOKEN_FILE, else COUNTERSIGN_TOKEN
  --help, -h          print this text
  --version           print the version

token issue prints the new token alone on standard output, this once.

Exit codes:
  0  done
  1  failed
  2  wrong usage, or cancelled
  4  a credential is needed, or the one given is not accepted
`;
