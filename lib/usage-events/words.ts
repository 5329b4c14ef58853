/** The last part of a path, in either writing. */
export const fileName = (path: string) => path.split(/[\\/]/).findLast((part) => part !== '') ?? path
