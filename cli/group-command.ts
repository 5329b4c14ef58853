import { Command } from 'commander'

/**
 * A command with commands below it, the first of which is meant when none is named. A word that names none of them is
 * answered with the nearest, as at the top.
 */
export function groupCommand(name: string, description: string, [first, ...others]: [Command, ...Command[]]): Command {
  const group = new Command(name).description(description)
  first.allowExcessArguments().hook('preAction', (_, { args: [word] }) => {
    if (word !== undefined) refuse(word, [first, ...others])
  })
  group.addCommand(first, { isDefault: true })
  for (const each of others) group.addCommand(each)
  return group
}

/** The words for it are the library's own, which it has only where no command is meant by default. */
function refuse(word: string, known: readonly Command[]): void {
  const asked = new Command().exitOverride().configureOutput({ outputError: () => {} })
  for (const command of known) asked.command(command.name())
  asked.parse([word], { from: 'user' })
}
