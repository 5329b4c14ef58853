import { type Fields, objectOf, textOf } from './fields'

/** Base64 writes three bytes as four characters. */
const BYTES_PER_CHAR = 3 / 4

/** What a picture or document is, in one line; its bytes are never taken along. */
export function fileTitle(block: Fields): string {
  const what = block['type'] === 'document' ? 'Document' : 'Image'
  const source = objectOf(block['source']) ?? objectOf(block['file'])
  const type = textOf(source?.['media_type']) ?? textOf(source?.['type'])
  const data = textOf(source?.['data']) ?? textOf(source?.['base64'])
  const size = data === null ? null : `${Math.max(1, Math.round((data.length * BYTES_PER_CHAR) / 1_000))} kB`
  return [what, type?.slice(0, 100), size].filter((part) => part !== null && part !== undefined).join(', ')
}
