import type { CatalogueEntry } from './entry'

/** What the model's provider answers. */
export const MODEL_SERVICE: readonly CatalogueEntry[] = [
  {
    id: 'api_overloaded',
    kind: 'failure',
    type: 'api_unavailable',
    cause: 'infra',
    finds: /overloaded_error|\boverloaded\b|\b(?:status|code|error|http)["']?[ :=]{1,3}529\b/i,
    means: 'The provider had no capacity. It comes in bursts and passes.',
    helps: 'Retry with growing pauses; run fewer agents at once; name a fallback model.',
    example: 'API Error: 529 overloaded_error: Overloaded',
  },
  {
    id: 'quota_exhausted',
    kind: 'failure',
    type: 'quota_exhausted',
    cause: 'config',
    finds:
      /insufficient_quota|credit balance is too low|exceeded your current quota|billing (?:hard )?limit|usage limit (?:was )?reached|hit your (?:usage |session |weekly )?limit/i,
    means: 'The account may spend no more.',
    helps: 'Raise the limit or the balance at the provider; until then every retry fails alike.',
    example: 'You exceeded your current quota, please check your plan: insufficient_quota',
  },
  {
    id: 'rate_limited',
    kind: 'failure',
    type: 'rate_limited',
    cause: 'infra',
    finds:
      /\brate[ _-]?limit|too many requests|RESOURCE_EXHAUSTED|\b(?:status|code|error|http)["']?[ :=]{1,3}429\b|\b429 (?:client error|too many)/i,
    means: 'More requests or tokens per minute than the provider allows.',
    helps: 'Honour `retry-after`, lower the concurrency, or ask for a higher limit.',
    example: 'HTTP 429: rate limit reached, retry after 20 s',
  },
  {
    id: 'context_too_long',
    kind: 'failure',
    type: 'context_too_long',
    cause: 'agent',
    finds:
      /prompt is too long|context[ _](?:length|window)(?:_| (?:was |is )?)exceeded|maximum context length|input is too long for/i,
    means: 'The prompt is longer than the model reads.',
    helps: 'Compact or start a new session; read files in parts; choose a model with a larger window.',
    example: 'prompt is too long: 214000 tokens > 200000 maximum',
  },
  {
    id: 'model_parameter',
    kind: 'failure',
    type: 'model_parameter',
    cause: 'config',
    finds:
      /Unsupported (?:parameter|value)\b|is not supported with this model|Streaming is required for operations|unknown parameter: ?['"]|temperature\b.{0,60}\bdoes not support/i,
    means: 'The request holds a parameter that this model does not take.',
    helps: 'Use the parameter the message names (`max_completion_tokens` for newer models), or stream long answers.',
    example: "Unsupported parameter: 'max_tokens' is not supported with this model.",
  },
  {
    id: 'model_not_found',
    kind: 'failure',
    type: 'model_unavailable',
    cause: 'config',
    finds:
      /model_not_found|\bmodels?\b.{0,80}?(?:\bnot found\b|does not exist|is not available|not_found)|unknown model\b|not_found_error.{0,80}\bmodel\b|no such model|模型不存在|\b404\b.{0,80}\bmodel\b/i,
    means: 'The provider does not know the model, or this key may not use it.',
    helps: 'Compare the name with the list of models of the account; names are exact and dated.',
    example: 'Error code: 404 - model: fast-model-9 not_found_error',
  },
  {
    id: 'model_mismatch',
    kind: 'failure',
    type: 'model_mismatch',
    cause: 'config',
    finds:
      /\bmodel (?:mismatch|drift|name is empty)|\b(?:requested|expected|asked for) model\b.{0,100}\b(?:but|got|used|observed|answered)\b|\b(?:empty|other|different|unexpected) model\b|model (?:is|was) (?:empty|not specified)/i,
    means: 'Another model answered than was asked for, or none was named.',
    helps:
      'Set the model on the command line and in the settings of the executor; compare requested and observed model.',
    example: 'requested model large-1 but got small-1',
  },
  {
    id: 'refused_by_model',
    kind: 'failure',
    type: 'model_refusal',
    cause: 'agent',
    finds:
      /content[ _](?:policy|filter)(?:_| )?(?:violation|ed)?|stop_reason["'=: ]{1,4}refusal|flagged by (?:the )?safety/i,
    means: 'The provider or the model declined to answer.',
    helps: 'Look at the prompt of the failing call; rephrase it or leave the task out.',
    example: 'The response was stopped: stop_reason: refusal',
  },
]
