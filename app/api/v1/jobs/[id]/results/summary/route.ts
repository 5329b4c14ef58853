import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { summarizeResults } from '@/lib/jobs/server/summarize-results'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.summarizeResults, summarizeResults),
})
