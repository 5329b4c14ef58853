/** The name of a process as people know it: `next-server (v1` is cut off by the system after fifteen letters. */
export const commandName = (comm: string) => comm.trim().replace(/ \(.*$/, '') || 'a process'
