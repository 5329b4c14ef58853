import { previewExperiment } from '@/lib/experiments/server/preview-experiment'
import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(ROUTES.previewExperiment, previewExperiment),
})
