import { config, homePlaces } from '@/lib/env'
import { admitSource } from '@/lib/http/server/admit-source'
import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { defaultFolders } from '@/lib/imports/default-folders'
import { findTranscripts } from '@/lib/imports/server/find-transcripts'
import { listSources } from '@/lib/imports/server/list-sources'
import { watchSource } from '@/lib/imports/server/watch-source'
import { ROUTES } from '@/lib/openapi/routes'

const offered = () => findTranscripts(defaultFolders(homePlaces()))

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.listSources, listSources),
  POST: route(ROUTES.watchSource, async (ctx, input) => watchSource(ctx, await admitSource(input, config(), offered))),
})
