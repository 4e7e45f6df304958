"""What IPython gives the cells of a notebook: `!command` runs it and shows its lines, `lines = !command` keeps them."""

import re
import subprocess


class Lines(list):
    """The lines of a command, as IPython gives them."""

    def grep(self, pattern, prune=False, field=None):
        """The lines that a pattern or a function finds; with `prune` the others."""
        found = pattern if callable(pattern) else lambda text: re.search(pattern, text, re.IGNORECASE)

        def part(line):
            return line if field is None else "".join(line.split()[field : field + 1])

        return Lines(line for line in self if bool(found(part(line))) != bool(prune))

    def fields(self, *numbers):
        """Words of each line, by their numbers."""
        rows = [line.split() for line in self]
        if not numbers:
            return rows
        return Lines(" ".join(row[n] for n in numbers if -len(row) <= n < len(row)) for row in rows if row)


Lines.l = Lines.list = property(list)
Lines.n = Lines.nlstr = property("\n".join)
Lines.s = Lines.spstr = property(" ".join)


class Shell:
    """Commands run in the system's shell; one that fails ends nothing, as in a notebook."""

    def getoutput(self, command, text=None):
        """Lines of what a command prints, errors included."""
        run = subprocess.run(
            command, shell=True, input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        return Lines(run.stdout.splitlines())

    def system(self, command, text=None):
        """Runs a command and prints its lines."""
        for line in self.getoutput(command, text):
            print(line)

    def run_foreign_cell(self, line, text):
        """A cell in another language: `%%bash`."""
        name, _, rest = line.partition(" ")
        self.system({"!": "sh", "script": rest, "system": "sh", "sx": "sh"}.get(name, name), text)

    def run_line_magic(self, name, line=""):
        """Settings of a notebook's surface mean nothing here."""


def get_ipython():
    """The shell, under the name that IPython gives it."""
    return Shell()
