import { BUILT_IN } from './built-in-patterns'
import type { CatalogueEntry } from './entry'

/** The machine the agent works on: programs, files, permissions, memory, processes. */
export const MACHINE: readonly CatalogueEntry[] = [
  {
    id: 'disk_full',
    kind: 'failure',
    type: 'disk_full',
    cause: 'infra',
    finds: /no space left|\bdisk (?:is )?full|ENOSPC|disk quota exceeded/i,
    means: 'The disk is full.',
    helps: 'Free some (`du -xsh * | sort -h`), old work trees and caches first.',
    example: 'OSError: [Errno 28] No space left on device',
  },
  {
    id: 'out_of_memory',
    kind: 'failure',
    type: 'out_of_memory',
    cause: 'infra',
    finds: /out of memory|\bOOM\b|MemoryError|heap limit|oom-?kill/i,
    means: 'The process needed more memory than it may have.',
    helps: 'Run fewer things at once or raise the limit (`NODE_OPTIONS=--max-old-space-size`, the container).',
    example: 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
  },
  {
    id: 'missing_binary',
    kind: 'failure',
    type: 'missing_binary',
    cause: 'config',
    finds:
      /command not found|exec error: No such file|is not recognized as (?:an internal|the name)|executable file not found|\bspawn \S{1,120} ENOENT|: not found$|unable to locate executable|\bbinary not found/im,
    means: 'A program is not installed or not on the path of the agent.',
    helps: 'Install it, or set PATH for the shell that the agent uses (`which NAME` there).',
    example: 'zsh: command not found: rg',
  },
  {
    id: 'output_not_writable',
    kind: 'failure',
    type: 'permission_error',
    cause: 'config',
    finds:
      /(?:EACCES|EPERM|EROFS|PermissionError|permission denied|read-only file system)[^\n]{0,120}?\b(?:outputs?|results?|write|mkdir|artifacts?)\b|\b(?:outputs?|results?|write|mkdir|artifacts?)\b[^\n]{0,120}?(?:permission denied|read-only file system|not writable)|\bno permission to write/i,
    means: 'The run may not write where its outputs belong.',
    helps: 'Give the folder to the user of the agent (`ls -ld`, `chown`), or point the outputs elsewhere.',
    example: "PermissionError: [Errno 13] Permission denied: 'outputs/report.json'",
  },
  ...BUILT_IN,
  {
    id: 'is_a_directory',
    kind: 'failure',
    type: 'wrong_path',
    cause: 'agent',
    finds: /EISDIR|is a directory\b|IsADirectoryError|ENOTDIR|not a directory\b/i,
    means: 'A folder was given where a file is needed, or the other way round.',
    helps: 'List the folder first.',
    example: "EISDIR: illegal operation on a directory, read 'src'",
  },
  {
    id: 'file_not_found',
    kind: 'failure',
    type: 'file_not_found',
    cause: 'agent',
    finds:
      /FileNotFoundError|\bENOENT\b|no such file|file does not exist|path does not exist|cannot find the (?:file|path)|can't open (?:file|patch)|NotFoundError: file/i,
    means: 'A file or folder that was named does not exist.',
    helps: 'Check the working directory and the spelling; list the folder before reading from it.',
    example: "sed: can't read src/config.ts: No such file or directory",
  },
  {
    id: 'process_not_detached',
    kind: 'failure',
    type: 'process_not_detached',
    cause: 'config',
    finds:
      /\b(?:process|server|command|nohup)\b.{0,80}?\b(?:did not|does not|doesn't|didn't|not) (?:properly )?(?:detach|daemoni[sz]e|return)|\bnot detaching\b|failed to daemoni[sz]e|stopped \(tty (?:in|out)put\)|terminal (?:hangs|stalls)/i,
    means: 'A process meant for the background keeps the terminal.',
    helps: 'Start it with `setsid nohup COMMAND >log 2>&1 </dev/null &`, or as a service.',
    example: 'background process did not detach, terminal stalls',
  },
  {
    id: 'already_running',
    kind: 'failure',
    type: 'already_running',
    cause: 'config',
    finds:
      /another (?:executor|instance|process|worker)\b.{0,60}?\b(?:is )?(?:already )?running|could not (?:acquire|read) lock|acquiring lock|\block(?:ed)? file\b|database is locked/i,
    means: 'Something else holds the lock of this run.',
    helps: 'Wait for it or end it; delete the lock file only when no such process lives.',
    example: 'Another executor is already running for run_id=r1',
  },
  {
    id: 'lost',
    kind: 'failure',
    type: 'process_lost',
    cause: 'lost',
    finds:
      /heartbeat lost|worker (?:died|vanished|was lost)|process (?:was )?killed|SIGKILL|exit(?:ed)? (?:with )?code 137\b/i,
    means: 'The process went away without a word.',
    helps: 'Look for the reason on its machine (`dmesg`, the log of the container): memory, reboot, a person.',
    example: 'heartbeat lost, worker died',
  },
  {
    id: 'database',
    kind: 'failure',
    type: 'database_error',
    cause: 'infra',
    finds:
      /OperationalError|no such (?:table|column)|IntegrityError|ProgrammingError|is not among the defined enum values|UNIQUE constraint|ResponseValidationError|database error/i,
    means: 'The database of the system does not hold what its code expects.',
    helps: 'Run its migrations and check which database it opened.',
    example: '(sqlite3.OperationalError) no such table: phases',
  },
]
