import { randomUUID } from 'node:crypto'
import { problemReply } from '@/lib/http/problem'

/** Every path that is no route: programs get a problem to read, not a page. */
async function nothing(): Promise<Response> {
  return problemReply({ code: 'not_found', message: 'There is no such route', requestId: randomUUID() })
}

export {
  nothing as DELETE,
  nothing as GET,
  nothing as HEAD,
  nothing as OPTIONS,
  nothing as PATCH,
  nothing as POST,
  nothing as PUT,
}
