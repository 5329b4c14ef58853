import type { CatalogueEntry } from './entry'

/** The way to another machine, and what its server answers. */
export const NETWORK: readonly CatalogueEntry[] = [
  {
    id: 'tls_verification',
    kind: 'failure',
    type: 'tls_verification',
    cause: 'infra',
    finds:
      /CERTIFICATE_VERIFY_FAILED|certificate verif(?:y|ication) failed|SSLCertVerificationError|self[- ]signed certificate|unable to get (?:local )?issuer certificate|UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT\w{0,8})|x509: certificate|TLS handshake|ssl verification/i,
    means: 'The certificate of the other side cannot be verified with the authorities known here.',
    helps:
      'Install the authority (`SSL_CERT_FILE`, `NODE_EXTRA_CA_CERTS`, `pip install -U certifi`); do not switch the check off.',
    example: 'SSLError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed',
  },
  {
    id: 'remote_calls_localhost',
    kind: 'failure',
    type: 'config_conflict',
    cause: 'config',
    finds:
      /\b(?:remote|cloud|hosted)\b.{0,120}?\b(?:cannot|can't|could not|unable to) (?:reach|access|connect to)\b.{0,80}?(?:localhost|127\.0\.0\.1)|(?:localhost|127\.0\.0\.1)\b.{0,80}\b(?:not reachable|unreachable|not accessible) (?:from|for|by)\b/i,
    means: 'A backend elsewhere was given an address that means this machine.',
    helps: 'Give it an address it can reach (a tunnel or a deployed service), or run the backend here.',
    example: 'remote backend cannot reach task app at http://127.0.0.1:8102',
  },
  {
    id: 'port_in_use',
    kind: 'failure',
    type: 'port_in_use',
    cause: 'config',
    finds:
      /EADDRINUSE|address already in use|\bErrno (?:98|48|10048)\b|\bport\b.{0,20}\b(?:is )?(?:already (?:in use|taken|allocated|bound)|in use|occupied)|only one usage of each socket address/i,
    means: 'Another process listens on the port.',
    helps: 'Find it (`lsof -i :PORT`, `ss -ltnp`) and end it, or choose another port.',
    example: 'OSError: [Errno 98] Address already in use',
  },
  {
    id: 'connection_refused',
    kind: 'failure',
    type: 'connection_refused',
    cause: 'infra',
    finds:
      /ECONNREFUSED|connection refused|actively refused|\bWinError 10061\b|failed to connect to|could not connect to/i,
    means: 'Nothing listens at the address.',
    helps: 'Start the service or correct host and port; wait until it is healthy before the run starts.',
    example: 'connect ECONNREFUSED 127.0.0.1:6333',
  },
  {
    id: 'name_not_resolved',
    kind: 'failure',
    type: 'dns_failed',
    cause: 'infra',
    finds:
      /getaddrinfo|\bENOTFOUND\b|EAI_AGAIN|name(?: or service)? not (?:known|resolved)|could not resolve host|name resolution/i,
    means: 'The name of the host could not be resolved.',
    helps: 'Check the address for a typing error, then the name server and the proxy of this machine.',
    example: 'curl: (6) Could not resolve host: api.example.test',
  },
  {
    id: 'connection_lost',
    kind: 'failure',
    type: 'connection_lost',
    cause: 'infra',
    finds:
      /\bconnection (?:reset|aborted|error|closed|lost|was (?:closed|forcibly))|ECONNRESET|EPIPE|broken pipe|RemoteDisconnected|peer closed connection|socket hang up|ConnectionError|incomplete chunked read|\bfetch failed\b/i,
    means: 'The connection broke before the answer was complete.',
    helps: 'Retry; when it returns, look at proxies and at the time limit of the server.',
    example: "('Connection aborted.', RemoteDisconnected('Remote end closed connection'))",
  },
  {
    id: 'filter_rejected',
    kind: 'failure',
    type: 'http_4xx',
    cause: 'config',
    finds:
      /\bfilters?\b.{0,120}?(?:\b400\b|bad request|not supported|rejected|unsupported)|(?:\b400\b|bad request).{0,120}?\bfilters?\b|\bslow(?:er)? fall ?back\b/i,
    means: 'The server does not take the filter, so everything is fetched and filtered here, slowly.',
    helps: 'Update the client, or use a filter the server documents.',
    example: 'GET /events?filter=best answered 400, using the slow fallback',
  },
  {
    id: 'hidden_error',
    kind: 'consequence',
    type: 'hidden_error',
    cause: 'unknown',
    finds:
      /\bcontent\b[\s\S]{0,60}?\bfield required\b|\bfield required\b[\s\S]{0,60}?\bcontent\b|\b(?:error|exception) while handling (?:the |an )?error|masks? (?:the )?(?:original|real|first) (?:error|exception)/i,
    means: 'The message is about the answer to an error, not about the error: the first one stands before it.',
    helps: 'Look at the entry before it (HTTP 400, TLS); log the body of error answers.',
    example: 'ValidationError: content field required',
  },
  {
    id: 'request_invalid',
    kind: 'failure',
    type: 'http_4xx',
    cause: 'config',
    finds:
      /\b(?:status|code|error|http|failed)["']?[ :=(]{1,3}422\b|\b422 (?:client error|unprocessable)|unprocessable entity|'msg': 'Field required'|"msg": ?"Field required"/i,
    means: 'The server understands the request and refuses its fields: two versions that do not match.',
    helps: 'Compare the fields in the answer with the version of the client; update the older side.',
    example: 'Could not fetch events (status=422)',
  },
  {
    id: 'method_not_allowed',
    kind: 'failure',
    type: 'http_4xx',
    cause: 'config',
    finds: /\b(?:HTTP|status|code|error)["']?[ :=]{1,3}405\b|\b405 client error|method not allowed/i,
    means: 'The address exists, but not for this method.',
    helps: 'Check the address for a missing part or a trailing slash, and the version of the server.',
    example: 'HTTP 405: method not allowed',
  },
  {
    id: 'http_not_found',
    kind: 'failure',
    type: 'http_4xx',
    cause: 'config',
    finds: /\b(?:HTTP|status|status_code|code|error)["']?[ :=]{1,3}404\b|\b404 (?:client error|not found)/i,
    means: 'The server answers, but knows nothing at the address.',
    helps: 'Check the id and the base address; the record may be on another server or not yet written.',
    example: 'HTTPError: 404 Client Error: Not Found for url: http://127.0.0.1:9/runs/x',
  },
  {
    id: 'http_5xx',
    kind: 'failure',
    type: 'http_5xx',
    cause: 'infra',
    finds:
      /\b(?:HTTP|status|status_code|code|error)["']?[ :=]{1,3}5\d\d\b|\b5\d\d (?:server error|internal|bad gateway|service|gateway)|internal server error|service unavailable|bad gateway|gateway time-?out|transient_infra|infra(?:structure)? (?:error|initiali[sz]ation failed)/i,
    means: 'The server failed while it answered.',
    helps: 'Look at the log of the server at this time; retry when it is a provider.',
    example: 'HTTPError: 500 Server Error: Internal Server Error',
  },
  {
    id: 'http_4xx',
    kind: 'failure',
    type: 'http_4xx',
    cause: 'config',
    finds:
      /\b(?:HTTP|status|status_code|error code)["']?[ :=]{1,3}4\d\d\b|\b4\d\d client error|\bbad request\b|invalid_request_error/i,
    means: 'The server refused the request as it was sent.',
    helps: 'Read the body of the answer; the same request will fail again.',
    example: 'Error code: 400 - invalid_request_error',
  },
  {
    // The text says whose time it was: an agent that does not finish has failed, and no machine has.
    id: 'agent_timeout',
    kind: 'failure',
    type: 'timeout',
    cause: 'agent',
    finds: /\bAgentTimeoutError\b|\bagent_timeout\b|\bagent execution timed out\b/i,
    means: 'The agent used up its own time without finishing.',
    helps: 'See what it did last; a longer limit helps only when it still made progress.',
    example: 'Agent execution timed out after 900 seconds',
  },
  {
    id: 'timeout',
    kind: 'failure',
    type: 'timeout',
    cause: 'infra',
    finds: /\btimed? ?out\b|TimeoutError|Read ?Timeout|ETIMEDOUT|deadline exceeded|timeout of \d/i,
    means: 'No answer within the time limit.',
    helps: 'See whether the other side still worked; raise the limit only when it did.',
    example: 'Command timed out after 2m 0s',
  },
]
