// Resolves this program's own `@/…` imports wherever it is installed: below node_modules, paths of a tsconfig do not
// hold. `server-only` guards browser bundles; in a plain Node process it has nothing to guard.
let root

export function initialize(data) {
  root = data.root
}

export function resolve(specifier, context, next) {
  if (specifier === 'server-only') return next(new URL('cli/server-only.ts', root).href, context)
  if (specifier.startsWith('@/')) return next(new URL(specifier.slice(2), root).href, context)
  return next(specifier, context)
}
