import { commentText, pythonString } from './code-literals'
import type { Scaffold, ScaffoldFile } from './scaffold-input'

const FILL_IN = 'return PATTERN.search(message) is not None'

/** Detector and test for Python 3.11 and later, with nothing but its own library. */
export function pythonFiles(scaffold: Scaffold): ScaffoldFile[] {
  const { slug } = scaffold
  return [
    { path: `detect_${slug}.py`, text: detector(scaffold) },
    { path: `test_detect_${slug}.py`, text: test(scaffold) },
  ]
}

/** The first two lines are always the same: there a comment could name another encoding. */
const detector = ({
  input,
  slug,
  expression,
}: Scaffold) => `# A proposed detector. It finds nothing until it is filled in.
# Python 3.11 or later. Test: python3 -m unittest test_detect_${slug}.py
#
# Pattern:  ${commentText(input.id)}
# Title:    ${commentText(input.title)}
# Template: ${commentText(input.template)}

from __future__ import annotations

import re

# Every repetition is bounded, so that the time follows the length of the message. Make it narrower where you know more.
PATTERN = re.compile(
${expression.map((part) => `    r"${part}"`).join('\n')}
)


def detect(message: str) -> bool:
    """Whether a message shows this pattern."""
    # To fill it in, replace the line between the two marks by this one:
    #     ${FILL_IN}
    # mark: begin
    raise NotImplementedError("detect() is not filled in")
    # mark: end
`

const strings = (texts: readonly string[]) =>
  texts.length === 0 ? '[]' : `[\n${texts.map((text) => `    ${pythonString(text)},`).join('\n')}\n]`

const test = ({ slug, samples, others }: Scaffold) => `# Fails until the detector is filled in as its file says.
# Run in this folder: python3 -m unittest test_detect_${slug}.py   (or: pytest)

from __future__ import annotations

import unittest

from detect_${slug} import detect

# Real messages of the pattern.
SAMPLES: list[str] = ${strings(samples)}

# Messages of other patterns.
OTHERS: list[str] = ${strings(others)}


class Detect(unittest.TestCase):
    def test_finds_every_sample(self) -> None:
        for at, sample in enumerate(SAMPLES):
            with self.subTest(sample=at):
                self.assertIs(detect(sample), True)

    def test_leaves_other_messages_alone(self) -> None:
        for at, other in enumerate(OTHERS):
            with self.subTest(other=at):
                self.assertIs(detect(other), False)

    def test_leaves_an_empty_message_alone(self) -> None:
        self.assertIs(detect(""), False)


if __name__ == "__main__":
    unittest.main()
`
