import type { CatalogueEntry } from './entry'

/** How commands were called. */
export const COMMAND_LINE: readonly CatalogueEntry[] = [
  {
    id: 'session_in_use',
    kind: 'failure',
    type: 'session_in_use',
    cause: 'config',
    finds: /\bsession\b.{0,120}?\b(?:is )?(?:already|currently) (?:in use|active|open|running|being used)/i,
    means: 'Another process works in the session.',
    helps: 'End it, or fork the session (`--fork-session`), or start a new one.',
    example: 'Error: Session ID 0a1b is already in use.',
  },
  {
    id: 'session_not_found',
    kind: 'failure',
    type: 'session_not_found',
    cause: 'config',
    finds:
      /\bno (?:such )?(?:conversation|session|rollout)s?\b.{0,80}?\bfound\b|\b(?:conversation|session|thread|rollout)\b.{0,80}?\b(?:not found|does not exist|no longer exists)|\bno such session\b|can't find session|no conversation found/i,
    means: 'The session that should be resumed does not exist here.',
    helps: 'Sessions belong to a folder and a machine: start in the same folder, or list what there is.',
    example: 'No conversation found with session ID: 0a1b',
  },
  {
    id: 'prompt_blocks',
    kind: 'failure',
    type: 'interactive_prompt',
    cause: 'config',
    finds:
      /: ?Aborted!|^Aborted!|\bEnter (?:the |a |your )[\w -]{2,60}:|waiting for (?:interactive )?input|(?:stdin|input|output|standard input) is not a (?:terminal|tty)|not a tty|EOF when reading a line|EOFError|prompts? (?:for|requires?) (?:interactive )?(?:input|confirmation)|(?:needs|requires?|must be run in) (?:an? )?interactive|non-?interactive\b.{0,60}?\b(?:mode|required|use)/im,
    means: 'A command asked a question that nobody was there to answer.',
    helps: 'Give the answer as a flag (`--yes`, `--non-interactive`), or feed it from a file with `</dev/null`.',
    example: 'Enter the path to your task app: Aborted!',
  },
  {
    id: 'config_beats_flag',
    kind: 'failure',
    type: 'config_conflict',
    cause: 'config',
    finds:
      /\bconfig(?:uration)?(?: file)?\b.{0,60}?\b(?:overrides?|overrode|takes precedence|beats|wins over)\b|--[a-z][\w-]{1,40}\b.{0,40}?\b(?:was |is )?(?:ignored|overridden|overruled)\b|\boverridden by (?:the )?(?:config|settings)/i,
    means: 'A value of the configuration file was used although another was given on the command line.',
    helps: 'Take the value out of the file, or check which one the command prints at its start.',
    example: 'backend_url of the config file overrides --backend',
  },
  {
    id: 'flag_two_names',
    kind: 'failure',
    type: 'cli_usage',
    cause: 'config',
    finds:
      /\bno such option\b|\b(?:unknown|unrecogni[sz]ed|invalid|unsupported) (?:cli )?(?:option|flag|switch|argument|long option)\b|unexpected argument ['"`]?-|--[a-z][\w-]{1,40}\b.{0,60}?\b(?:renamed|now called|is called|did you mean)\b|\bflag\b.{0,40}?\btwo names\b/i,
    means: 'The flag has another name in this version or this sub-command.',
    helps: 'Ask `--help` of the same sub-command and use the name it prints.',
    example: 'Error: No such option: --backend',
  },
  {
    id: 'deploy_syntax',
    kind: 'failure',
    type: 'cli_usage',
    cause: 'config',
    finds:
      /unexpected extra argument|\bdeploy\b.{0,80}?\b(?:syntax|requires --|expects --|missing (?:option|argument))|missing (?:required )?(?:option|argument)s?\b|requires (?:the )?--[a-z]|the following arguments are required|please (?:provide|specify)\b.{0,60}?--[a-z]|, specify --[a-z]/i,
    means: 'An argument was given where a flag is needed, or a needed one is missing.',
    helps: 'Name it: `deploy --task-app NAME` in place of `deploy NAME`.',
    example: 'Error: Got unexpected extra argument (demo-app)',
  },
  {
    id: 'cli_usage',
    kind: 'failure',
    type: 'cli_usage',
    cause: 'agent',
    finds:
      /accepts (?:at most|at least|exactly|between)? ?\d{0,3} arg|unexpected argument|unrecogni[sz]ed (?:arguments?|subcommand|command)|unknown (?:command|subcommand|JSON field)|no such command|invalid (?:choice|value for)|too (?:many|few) arguments|if any flags in the group|^usage: /im,
    means: 'The command does not take these arguments.',
    helps: 'Read `--help` of the sub-command.',
    example: 'accepts at most 1 arg(s), received 3',
  },
  {
    id: 'shell_syntax',
    kind: 'failure',
    type: 'shell_syntax',
    cause: 'agent',
    finds:
      /\bparse error near|syntax error near unexpected|unexpected EOF while looking|unterminated quoted|:\d{1,6}: unmatched|no matches found: |bad substitution|jq: error|failed to parse jq|here-document.{0,60}delimited by end-of-file|is not allowed in a regex|regex parse error/i,
    means: 'The shell, or a filter given to it, could not read the command: mostly quotes.',
    helps: 'Write the script to a file, or put the whole pattern in single quotes.',
    example: "zsh:1: parse error near `|'",
  },
  {
    id: 'git_conflict',
    kind: 'failure',
    type: 'git_conflict',
    cause: 'agent',
    finds: /\bCONFLICT \(|^CONFLICT\b|merge conflict|could not apply [0-9a-f]{6,40}|unmerged (?:files|paths)/im,
    means: 'Two changes of the same lines met.',
    helps: 'Resolve the files named, then `git rebase --continue` or `git merge --continue`.',
    example: 'CONFLICT (content): Merge conflict in README.md',
  },
  {
    id: 'git',
    kind: 'failure',
    type: 'git_error',
    cause: 'agent',
    finds:
      /\.git\/index\.lock|not a git repository|pathspec .{1,200}? did not match|unknown revision|bad revision|non-fast-forward|failed to push|ignored by one of your \.gitignore|remote not found|no pull requests? found|remote: not found|^fatal: (?:git|not possible|repository|refusing|bad|ambiguous|couldn't|invalid|your|unable|could not)|already (?:exists|checked out|used by worktree)|(?:remove|create|add|prune)\b.{0,30}\bworktree|repository rule violations/im,
    means: 'The repository refused: a lock, a missing branch or remote, or an ignored path.',
    helps: '`git status`, `git remote -v` and `git worktree list` in the folder of the call.',
    example: 'fatal: not a git repository (or any of the parent directories): .git',
  },
]
