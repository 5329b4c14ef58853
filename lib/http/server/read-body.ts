import 'server-only'
import { AppError, badRequest } from '@/lib/errors'
import { isJson } from '@/lib/http/request-guard'

const BODY_LIMIT = 1_000_000

const tooLarge = (limit: number) => new AppError('too_large', `The body is larger than ${limit} bytes`, { limit })

/** Reads at most `limit` bytes: what the length header says is checked first, and never believed. */
async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit)
  const parts: Uint8Array[] = []
  let size = 0
  if (request.body) {
    for await (const part of request.body as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>) {
      size += part.byteLength
      if (size > limit) throw tooLarge(limit)
      parts.push(part)
    }
  }
  return Buffer.concat(parts)
}

/**
 * The JSON body of a request, unchecked.
 * @throws bad_request naming what is wrong with it, too_large above `limit` bytes
 */
export async function readJson(request: Request, limit = BODY_LIMIT): Promise<unknown> {
  if (!isJson(request.headers.get('content-type'))) throw badRequest('Content-Type must be application/json')
  const bytes = await readBytes(request, limit)
  if (bytes.byteLength === 0) throw badRequest('The body is empty; JSON is expected')
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw badRequest('The body is not valid UTF-8')
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw badRequest(`The body is not JSON: ${jsonComplaint(error)}`)
  }
}

/** Node's message, without the piece of the input that it quotes. */
function jsonComplaint(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  const position = /at position (\d+)/.exec(message)?.[1]
  if (position) return `something unexpected at position ${position}`
  return /end of JSON input|Unterminated/.test(message) ? 'it ends too early' : 'something unexpected in it'
}
