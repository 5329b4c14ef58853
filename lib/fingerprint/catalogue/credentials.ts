import type { CatalogueEntry } from './entry'

/** Keys, tokens and the environment they come from. */
export const CREDENTIALS: readonly CatalogueEntry[] = [
  {
    id: 'environment_not_loaded',
    kind: 'failure',
    type: 'env_not_loaded',
    cause: 'config',
    finds:
      /[Ee]nvironment variables? (?:['"`]?\w{1,80}['"`]? )?(?:is |are |was |were )?(?:not set|missing|not defined|required)|\b[A-Z][A-Z0-9]{1,40}_[A-Z0-9_]{1,60} (?:is |was )?(?:not set|missing|required|not (?:found|recogni[sz]ed) in)|setting the [A-Z_]{3,60} environment variable|not (?:found|set) in (?:the )?environment|\.env(?: file)? (?:was |is )?(?:not (?:found|loaded|read)|missing|ignored)|(?:[Cc]ould not|[Ff]ailed to|[Uu]nable to) (?:load|read|find) (?:the )?["'`]?\.env\b/,
    means: 'A variable that the command needs is not in its environment; the file that holds it was not loaded.',
    helps: 'Name the file (`--env-file .env`), or `set -a; . ./.env; set +a` before the command.',
    example: 'Environment variables not set: SERVICE_API_KEY',
  },
  {
    id: 'key_not_registered',
    kind: 'failure',
    type: 'credentials',
    cause: 'config',
    finds:
      /api key missing or invalid|allowed_first\d{0,3}\b|\bkeys?\b.{0,60}\b(?:not|never) (?:been )?(?:registered|uploaded)|(?:minted|generated)\b.{0,80}\b(?:not|never) (?:been )?(?:registered|uploaded)/i,
    means: 'A key was made here, but the other side does not know it.',
    helps: 'Upload the key (run the setup of the client again) and check that the upload did not skip silently.',
    example: 'unauthorised: API key missing or invalid, allowed_first15 ["abc"], got_first15 []',
  },
  {
    id: 'login_expired',
    kind: 'failure',
    type: 'credentials',
    cause: 'config',
    finds:
      /(?:oauth |access |auth(?:entication)? )?token (?:has |is |was )?expired|Please run \/login|session expired|not logged in|requires login/i,
    means: 'The login ran out.',
    helps: 'Log in again (`/login`, `gh auth login`, …) and start the failed run once more.',
    example: 'OAuth token has expired. Please run /login',
  },
  {
    id: 'credentials',
    kind: 'failure',
    type: 'credentials',
    cause: 'config',
    finds:
      /\b(?:invalid|missing|no|incorrect) (?:api[ _-]?key|credentials?|token)\b|api_key client option must be set|\b(?:HTTP|status|code|error)["']?[ :=]{1,3}40[13]\b|\b40[13] client error|unauthori[sz]ed|authentication_error|authentication (?:failed|required)|\b403 forbidden/i,
    means: 'The other side does not accept the key, or none was sent.',
    helps: 'Check which key is sent (only its first characters), and for which address it was made.',
    example: 'HTTP 401: invalid api key',
  },
]
